import { codelessBecause } from '../providers/profile';
import type { SandboxGateway, WriteFile } from '../providers/sandbox';
import { DECODE_PATHS } from './control/codes';

/** How a program asks for something: the placeholders in braces are filled in by whoever reads the document. */
export interface Hook {
  readonly url: string;
  readonly method: 'POST';
  readonly json: Readonly<Record<string, string>>;
}

/** How a program has a payer's wallet show a code, and which member of the answer the code is. */
export interface CodeHook extends Hook {
  readonly codePath: string;
}

/** What a client needs of each gateway, and where everything else is: the document of `simulate --json FILE`. */
export type SandboxDocument = Readonly<Record<string, Readonly<Record<string, unknown>> | string>>;

/** Writes the key files and the document over them. */
export function sandboxDocument(
  gateways: ReadonlyMap<string, SandboxGateway>,
  payers: readonly string[],
  addresses: { readonly control: string; readonly shop: string; readonly gateway: (name: string) => string },
  write: (gateway: string) => WriteFile,
): SandboxDocument {
  const entries = [...gateways].map(([name, gateway]) => {
    const payHook: Hook = {
      url: `${addresses.control}/sim/pay`,
      method: 'POST',
      json: { gateway: name, out_trade_no: '{out_trade_no}' },
    };
    const billHook: Hook = {
      url: `${addresses.control}/sim/close-day`,
      method: 'POST',
      json: { gateway: name, bill_date: '{bill_date}' },
    };
    const codeHook: CodeHook = {
      url: `${addresses.control}/sim/payer-code`,
      method: 'POST',
      json: { gateway: name },
      codePath: 'auth_code',
    };
    const settings = gateway.settings(addresses.gateway(name), write(name));
    const codes = codelessBecause(gateway.provider.profile) === undefined ? { codeHook } : {};
    return [name, { ...settings, payers, payHook, ...codes, billHook }] as const;
  });
  const emvco = emvcoHooks(addresses.control);
  return { ...Object.fromEntries(entries), emvco, shop: addresses.shop, control: addresses.control };
}

/** How a program has an EMVCo code written and read, and where it finds what in the answers. */
function emvcoHooks(control: string) {
  const encode: Hook = {
    url: `${control}/sim/emvco/encode`,
    method: 'POST',
    json: {
      mcc: '{mcc}',
      merchant_name: '{merchant_name}',
      merchant_city: '{merchant_city}',
      bill_no: '{bill_no}',
      amount: '{amount}',
    },
  };
  const decode: Hook = { url: `${control}/sim/emvco/decode`, method: 'POST', json: { payload: '{payload}' } };
  return { encode, encodePath: 'payload', decode, decodePaths: DECODE_PATHS };
}
