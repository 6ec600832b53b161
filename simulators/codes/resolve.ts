import { type MerchantCode, readMerchantCode } from './emv/merchant-presented';
import type { CodeFault } from './emv/objects';
import { type AddressFault, type CodeKind, type MerchantCodeRow, readAddress } from './tables/merchant-codes';
import { type PayerCodeRow, routePayerCode } from './tables/payer-codes';

/** The globally unique id under which the house's own merchant codes stand in an account template. */
export const HOUSE_ACCOUNT = 'test.invalid.interconnect';
/** Inside that template: the number of the code in its scheme's register, and the scheme. */
export const HOUSE_CODE = '01';
export const HOUSE_SCHEME = '02';

/** What the text of a code is, before anybody is asked (barcodes sheet §5). */
export type Resolution =
  | {
      readonly presentedBy: 'payer';
      readonly provider: string;
      readonly networkRoute: string;
      readonly confidence: 'range';
      readonly label?: string;
    }
  | {
      readonly presentedBy: 'merchant';
      readonly provider: string;
      readonly networkRoute: string;
      readonly confidence: 'url' | 'template';
      readonly kind: CodeKind;
      /** Present for EMVCo codes. */
      readonly content?: MerchantCode;
    }
  | { readonly presentedBy: 'nobody'; readonly why: ResolutionFault; readonly fault?: CodeFault };

export type ResolutionFault = AddressFault | 'unknown-code' | 'ambiguous-code' | 'account-unknown' | 'code-damaged';

/** What a code is looked up in. */
export interface CodeTables {
  readonly payerCodes: readonly PayerCodeRow[];
  readonly merchantCodes: readonly MerchantCodeRow[];
  /** The network of a scheme whose codes stand in account templates; undefined for one that is no member. */
  readonly networkOf: (scheme: string) => string | undefined;
  /** Reads an EMVCo merchant code. */
  readonly readMerchantCode?: typeof readMerchantCode;
  readonly readAddress?: typeof readAddress;
}

const EMV_START = /^000201/;

/** A known account template names the scheme; one that nobody knows is refused, never guessed. */
function resolveMerchantCode(text: string, tables: CodeTables): Resolution {
  const read = (tables.readMerchantCode ?? readMerchantCode)(text);
  if (!read.ok) return { presentedBy: 'nobody', why: 'code-damaged', fault: read.fault };
  const content = read.value;
  const account = content.templates.find(({ fields }) => fields['00'] === HOUSE_ACCOUNT);
  const provider = account?.fields[HOUSE_SCHEME] ?? '';
  const networkRoute = tables.networkOf(provider);
  if (networkRoute === undefined) return { presentedBy: 'nobody', why: 'account-unknown' };
  return { presentedBy: 'merchant', provider, networkRoute, confidence: 'template', kind: 'merchant', content };
}

/** Says whose code a text is: by exact tables, and never by guessing. Nothing is fetched and no address followed. */
export function resolveCode(text: string, tables: CodeTables): Resolution {
  if (EMV_START.test(text)) return resolveMerchantCode(text, tables);
  if (/^[a-z]+:/i.test(text)) {
    const read = (tables.readAddress ?? readAddress)(text, tables.merchantCodes);
    if (!read.ok) return { presentedBy: 'nobody', why: read.why };
    const { provider, network, kind } = read;
    return { presentedBy: 'merchant', provider, networkRoute: network, confidence: 'url', kind };
  }
  const route = routePayerCode(text, tables.payerCodes);
  if (!route.ok) return { presentedBy: 'nobody', why: route.why };
  const { provider, network: networkRoute, label } = route;
  return { presentedBy: 'payer', provider, networkRoute, confidence: 'range', ...(label ? { label } : {}) };
}
