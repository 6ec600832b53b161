import { arrange } from '../checkout/core/ordering';
import { offer } from '../checkout/core/routing';
import { cashierPage } from '../checkout/web/cashier-page';
import { fen } from '../kernel/money';
import { IDENTITIES, OWN_GROUP } from '../market/identities';
import type { Defect } from './defect';

const ownAffiliates: ReadonlySet<string> = new Set(
  IDENTITIES.filter(({ owner }) => owner === OWN_GROUP).map(({ id }) => id),
);

/** Twins that list or price methods otherwise than declared. */
export const termsDefects: readonly Defect[] = [
  {
    id: 'lists-methods-by-name',
    check: 'CHO-002/order-as-declared',
    reason: 'listed-otherwise',
    collateral: ['CHO-002/identities-decide-nothing'],
    level: 'logic',
    what: { en: 'Lists methods by name and not in the declared order', zh: '按名称而非声明的顺序排列' },
    parts: { checkout: { arrange: (inputs) => arrange(inputs).toSorted() } },
  },
  {
    id: 'puts-its-own-group-first',
    check: 'CHO-002/identities-decide-nothing',
    reason: 'identity-moved-a-method',
    level: 'logic',
    subtle: true,
    what: { en: 'Puts the provider of its own group first', zh: '把本集团的支付机构排在最前' },
    parts: {
      checkout: {
        arrange: (inputs) =>
          arrange(inputs).toSorted((a, b) => Number(ownAffiliates.has(b)) - Number(ownAffiliates.has(a))),
      },
    },
  },
  {
    id: 'charges-more-without-a-word',
    check: 'CHO-005/same-price-for-all',
    reason: 'price-differs-by-method',
    level: 'logic',
    what: { en: 'Asks more by one method and names no fee', zh: '对某一方式多收费用而不列明' },
    parts: {
      checkout: {
        offer: (inputs) => {
          const decided = offer(inputs);
          const methods = decided.methods.map((method, i) =>
            i === 0 ? { ...method, payableFen: fen(method.payableFen + 1) } : method,
          );
          return { ...decided, methods };
        },
      },
    },
  },
  {
    id: 'keeps-a-fee-to-itself',
    check: 'CHO-005/charges-are-told',
    reason: 'charge-not-told',
    collateral: ['CHO-005/same-price-for-all'],
    level: 'page',
    what: { en: 'Leaves the fees and discounts off the page', zh: '页面上不列明手续费和优惠' },
    parts: {
      checkout: {
        cashierPage: (view) => {
          const methods = view.offer.methods.map((method) => ({ ...method, charges: [] }));
          return cashierPage({ ...view, offer: { ...view.offer, methods } });
        },
      },
    },
  },
  {
    id: 'hides-who-pays-for-it',
    check: 'CHO-005/charges-are-told',
    reason: 'funder-not-told',
    level: 'page',
    subtle: true,
    what: { en: 'Names fees and discounts and not the party behind them', zh: '列明手续费和优惠，但不说明由谁承担' },
    parts: {
      checkout: {
        cashierPage: (view) =>
          cashierPage(view).replaceAll(/, (?:charged|funded) by [a-z ]+|，由[^<；]+(?:收取|承担)/g, ''),
      },
    },
  },
  {
    id: 'has-no-switch',
    check: 'CHO-008/switch-is-there',
    reason: 'no-switch',
    level: 'page',
    what: { en: 'Lists in a personal order and has no switch for it', zh: '使用个性化排序而不提供关闭选项' },
    parts: { checkout: { cashierPage: (view) => cashierPage({ ...view, personal: undefined }) } },
  },
  {
    id: 'stays-personal-when-switched-off',
    check: 'CHO-008/off-means-plain',
    reason: 'still-personal',
    collateral: ['CHO-008/rivals-data-ranks-nobody'],
    level: 'logic',
    what: { en: 'Keeps the personal order although it was switched off', zh: '关闭后仍然使用个性化排序' },
    parts: { checkout: { arrange: (inputs) => arrange({ ...inputs, personal: true }) } },
  },
  {
    id: 'ranks-rivals-by-a-payment-elsewhere',
    check: 'CHO-008/rivals-data-ranks-nobody',
    reason: 'ranked-by-another-history',
    level: 'logic',
    subtle: true,
    what: {
      en: 'Turns the others round for whoever has paid by one of them',
      zh: '根据付款人在某一机构的付款改变其他机构的排序',
    },
    parts: {
      checkout: {
        arrange: (inputs) => {
          const listed = arrange(inputs);
          const first = listed.filter((method) => inputs.personal && method === inputs.lastChoice);
          if (first.length === 0) return listed;
          return [...first, ...listed.filter((method) => !first.includes(method)).toReversed()];
        },
      },
    },
  },
];
