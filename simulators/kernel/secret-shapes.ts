/** What gives away a secret by its shape alone, whoever made it: private keys in every usual wrapping, and keys given as texts. */
const SHAPES: ReadonlyArray<readonly [name: string, shape: RegExp]> = [
  ['private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:\\[rn]|\s)*[A-Za-z0-9+/]{40}/],
  // The beginnings of PKCS #1, PKCS #8 and SEC 1 in base64, without their frames, as some SDKs want them.
  ['private key', /MII[A-Za-z0-9+/]{3}IBA(?:AK|DAN)[A-Za-z0-9+/]{80}/],
  ['private key', /MHcCAQEE[A-Za-z0-9+/]{40}|MI[A-Za-z0-9+/]{5}EAMBMGByqGSM49[A-Za-z0-9+/]{40}/],
  ['APIv3 or AES key', /(?:api_?v?3?_?key|aes_?key)["']?\s*[:=]\s*["'][0-9A-Za-z+/]{22,}={0,2}["']/i],
  ['password', /(?:password|passwd|passphrase)["']?\s*[:=]\s*["'](?=[^"']*\d)[\w!@#%^&*+/=-]{8,}["']/i],
];

/** The names of the shapes of secrets that a text has, each once. */
export function secretShapes(text: string): string[] {
  return [...new Set(SHAPES.flatMap(([name, shape]) => (shape.test(text) ? [name] : [])))];
}
