import type { Defect } from './defect';

/** Broken twins of the theme "resilience". */
export const resilienceDefects: readonly Defect[] = [
  {
    id: 'keeps-providers-out-too-long',
    check: 'RES-005/as-declared',
    reason: 'taken-out-otherwise',
    level: 'timing',
    what: { en: 'Keeps every provider out twice as long as it declares', zh: '暂停展示的时长是所声明的两倍' },
    parts: { checkout: { healthRule: (declared) => ({ ...declared, staysOutMs: 2 * declared.staysOutMs }) } },
  },
  {
    id: 'has-more-patience-with-a-favourite',
    check: 'RES-005/same-for-all',
    reason: 'treated-differently',
    collateral: ['RES-005/as-declared'],
    level: 'timing',
    subtle: true,
    what: { en: 'Has more patience with one provider than with the others', zh: '对某一家机构比对其他机构更有耐心' },
    parts: {
      checkout: {
        healthRule: (declared, provider) =>
          provider < 'm' ? { ...declared, silences: declared.silences + 2 } : declared,
      },
    },
  },
];
