/** Everything by which one provider is known apart from another, whatever conditions it offers. */
export interface Identity {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  /** The group of companies to which it belongs. The checkout is never told. */
  readonly owner: string;
}

/** The group to which the platform of generated markets itself belongs. */
export const OWN_GROUP = 'lantern group';

/** Invented providers for generated markets, one of them the platform's own affiliate, two of one rival group. */
export const IDENTITIES: readonly Identity[] = [
  { id: 'amber', name: 'Amber Pay', host: 'amber.example', owner: 'harbour group' },
  { id: 'birch', name: 'Birch Wallet', host: 'birch.example', owner: 'harbour group' },
  { id: 'cedar', name: 'Cedar Pay', host: 'cedar.example', owner: 'cedar group' },
  { id: 'delta', name: 'Delta Pay', host: 'delta.example', owner: 'delta bank' },
  { id: 'lantern', name: 'Lantern Pay', host: 'pay.lantern.example', owner: OWN_GROUP },
  { id: 'maple', name: 'Maple Wallet', host: 'maple.example', owner: 'maple group' },
  { id: 'quartz', name: 'Quartz Pay', host: 'quartz.example', owner: 'quartz group' },
  { id: 'willow', name: 'Willow Pay', host: 'willow.example', owner: 'willow group' },
];
