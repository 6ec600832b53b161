import { processMint } from '../../../kernel/keys';

const ROLES = [
  'certificate-2',
  'app/merchant:direct/certificate',
  'app/merchant:other/key',
  'app/platform/certificate',
];

/** The keys that only some themes need; see the keys of every test. */
for (const role of ROLES) void processMint.rsa(`alipay/${role}`);
