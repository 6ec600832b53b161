import { existsSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { ProtocolFactory } from './protocol';

type AdapterModule = { readonly protocol?: ProtocolFactory };

/** The checkout may run compiled as well. */
const INDEX = `index${extname(__filename)}`;

/** Every protocol that the checkout speaks, by its name: each folder here whose index exports a `protocol`. */
export const protocols: Readonly<Record<string, ProtocolFactory>> = Object.fromEntries(
  readdirSync(__dirname, { withFileTypes: true }).flatMap((folder) => {
    const file = join(__dirname, folder.name, INDEX);
    if (!folder.isDirectory() || !existsSync(file)) return [];
    const { protocol } = require(file) as AdapterModule;
    return protocol ? [[folder.name, protocol] as const] : [];
  }),
);
