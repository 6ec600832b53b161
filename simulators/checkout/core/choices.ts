import type { Millis } from '../../kernel/time';

/** One act of a merchant about one provider, as it is kept on record (rule ACC-004). */
export interface MerchantChoice {
  readonly provider: string;
  readonly enabled: boolean;
  readonly at: Millis;
}

/** Which providers a merchant uses, from its record and from the providers that the platform has. */
export type MethodsInUse = (record: readonly MerchantChoice[], providers: readonly string[]) => readonly string[];

/** A merchant's last act about a provider; undefined when it has never spoken of it. */
export type LastAct = (record: readonly MerchantChoice[], provider: string) => MerchantChoice | undefined;

export const lastAct: LastAct = (record, provider) => record.findLast((choice) => choice.provider === provider);

/** What the merchant itself switched on and has not switched off since, in the order in which it did so. */
export const methodsInUse: MethodsInUse = (record) => {
  const inUse: string[] = [];
  for (const { provider, enabled } of record) {
    const place = inUse.indexOf(provider);
    if (enabled && place < 0) inUse.push(provider);
    if (!enabled && place >= 0) inUse.splice(place, 1);
  }
  return inUse;
};
