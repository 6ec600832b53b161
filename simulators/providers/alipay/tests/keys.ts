import { processMint } from '../../../kernel/keys';

const ROLES = ['root', 'second-root', 'issuing-authority', 'certificate-1', 'public-key', 'app/merchant:direct/key'];

/** Mints the keys that most tests need while the rest is still being loaded; imported first for that. */
for (const role of ROLES) void processMint.rsa(`alipay/${role}`);
