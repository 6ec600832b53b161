import { fenFromYuan } from '../../simulators/kernel/money';

/** A fee or a discount as a page tells it; `party` is null where the page does not say who is behind it. */
export type ItemOnPage = {
  readonly kind: 'fee' | 'discount';
  readonly amountFen: number;
  readonly party: string | null;
};

/** The price by one method as a page tells it. */
export type PriceOnPage = {
  /** What the payer pays, in whole fen; null where the page does not say. */
  readonly payableFen: number | null;
  readonly items: readonly ItemOnPage[];
};

const SUM = /¥([\d,]+\.\d{2})/;
const ITEM =
  /(discount|fee|优惠|手续费) ¥([\d,]+\.\d{2})(?:[,，]\s*(?:(?:funded|charged) by the ([a-z ]+)|由(\S+?)(?:承担|收取)))?/g;
const KINDS: Readonly<Record<string, ItemOnPage['kind']>> = {
  discount: 'discount',
  fee: 'fee',
  优惠: 'discount',
  手续费: 'fee',
};
const PARTIES: Readonly<Record<string, string>> = {
  merchant: 'merchant',
  platform: 'platform',
  'payment provider': 'provider',
  商户: 'merchant',
  平台: 'platform',
  支付机构: 'provider',
};

const fenOf = (yuan: string): number => fenFromYuan(yuan.replaceAll(',', ''));

/** The first amount of a text; null when there is none. */
export function amountIn(text: string): number | null {
  const yuan = SUM.exec(text)?.[1];
  return yuan === undefined ? null : fenOf(yuan);
}

/** Reads what stands beside a method; without any text there the price is that of the page. */
export function readPrice(text: string | undefined, pageAmount: string): PriceOnPage {
  if (text === undefined || text.trim() === '') return { payableFen: amountIn(pageAmount), items: [] };
  const items = [...text.matchAll(ITEM)].map(([, kind = '', yuan = '', english, chinese]): ItemOnPage => {
    const party = PARTIES[(english ?? chinese ?? '').trim()];
    return { kind: KINDS[kind] ?? 'fee', amountFen: fenOf(yuan), party: party ?? null };
  });
  return { payableFen: amountIn(text), items };
}
