import { processMint } from '../../../kernel/keys';

/** Mints the keys that most tests need while the rest is still being loaded; imported first for that. */
for (const role of ['root', 'middle', 'signer-1', 'merchant/merchant:direct', 'signer-2', 'encryption-1'])
  void processMint.rsa(`unionpay/${role}`);
