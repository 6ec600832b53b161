import { checkoutParts } from '../checkout/config';
import { offer } from '../checkout/core/routing';
import { cashierPage } from '../checkout/web/cashier-page';
import { termsDefects } from './choice-terms';
import { wayDefects } from './choice-way';
import type { Defect } from './defect';

/** Broken twins of the theme "choice". */
export const choiceDefects: readonly Defect[] = [
  {
    id: 'hides-the-last-method',
    check: 'CHO-001/shown-equals-eligible',
    reason: 'usable-method-missing',
    level: 'page',
    what: { en: 'The cashier leaves out the last method', zh: '收银台漏掉最后一种方式' },
    parts: {
      checkout: {
        cashierPage: (view) =>
          cashierPage({ ...view, offer: { ...view.offer, methods: view.offer.methods.slice(0, -1) } }),
      },
    },
  },
  {
    id: 'stops-one-fen-below-the-limit',
    check: 'CHO-001/shown-equals-eligible',
    reason: 'usable-method-missing',
    level: 'logic',
    subtle: true,
    what: { en: 'Withholds a provider at exactly its highest amount', zh: '金额恰好等于上限时不展示' },
    parts: {
      checkout: {
        offer: (inputs) =>
          offer({ ...inputs, providers: inputs.providers.map((facts) => ({ ...facts, maxFen: facts.maxFen - 1 })) }),
      },
    },
  },
  {
    id: 'offers-what-the-merchant-did-not-enable',
    check: 'CHO-001/shown-equals-eligible',
    reason: 'unusable-method-shown',
    level: 'logic',
    what: { en: 'Offers every provider of the platform, whatever the merchant enabled', zh: '不管商户是否开通都展示' },
    parts: {
      checkout: {
        offer: (inputs) => {
          const others = inputs.providers.map(({ provider }) => provider);
          return offer({ ...inputs, merchantMethods: [...new Set([...inputs.merchantMethods, ...others])] });
        },
      },
    },
  },
  {
    id: 'offers-without-the-providers-consent',
    check: 'CHO-001/shown-equals-eligible',
    reason: 'unusable-method-shown',
    level: 'logic',
    what: { en: 'Offers a provider that has not agreed to serve the platform', zh: '支付机构未同意也展示' },
    parts: {
      checkout: {
        offer: (inputs) =>
          offer({ ...inputs, providers: inputs.providers.map((facts) => ({ ...facts, providerOptedIn: true })) }),
      },
    },
  },
  {
    id: 'hides-an-outage',
    check: 'CHO-001/outage-is-told',
    reason: 'outage-not-told',
    level: 'page',
    what: { en: 'Drops a provider that is out of service without a word', zh: '对服务暂停的机构只字不提' },
    parts: { checkout: { cashierPage: (view) => cashierPage({ ...view, offer: { ...view.offer, withheld: [] } }) } },
  },
  {
    id: 'keeps-methods-from-the-keyboard',
    check: 'CHO-001/picked-by-keyboard',
    reason: 'not-picked-by-keyboard',
    level: 'page',
    what: { en: 'Draws methods that only a mouse reaches', zh: '支付方式只能用鼠标选择' },
    parts: {
      checkout: { cashierPage: (view) => cashierPage(view).replaceAll('<input type="radio"', '$& tabindex="-1"') },
    },
  },
  {
    id: 'hides-where-the-keyboard-is',
    check: 'CHO-001/picked-by-keyboard',
    reason: 'focus-not-marked',
    level: 'page',
    subtle: true,
    what: { en: 'Takes away the mark of the focused method', zh: '去掉键盘焦点的标记' },
    parts: {
      checkout: {
        cashierPage: (view) =>
          cashierPage(view).replace('</style>', '*,*:focus-within{outline:none!important}</style>'),
      },
    },
  },
  {
    id: 'preselects-the-first-method',
    check: 'CHO-004/nothing-preselected',
    reason: 'preselected-by-platform',
    level: 'page',
    what: { en: 'Preselects the first method for everybody', zh: '为所有人预先选中第一种方式' },
    parts: {
      checkout: { cashierPage: (view) => cashierPage({ ...view, earlierChoice: view.offer.methods[0]?.provider }) },
    },
  },
  {
    id: 'preselects-on-the-english-page',
    check: 'CHO-004/nothing-preselected',
    reason: 'preselected-by-platform',
    level: 'page',
    subtle: true,
    what: { en: 'Preselects a method on the English page only', zh: '仅在英文页面预先选中' },
    parts: {
      checkout: {
        cashierPage: (view) =>
          cashierPage(view.language === 'en' ? { ...view, earlierChoice: view.offer.methods[0]?.provider } : view),
      },
    },
  },
  {
    id: 'swaps-the-chosen-provider',
    check: 'CHO-004/chosen-is-used',
    reason: 'provider-replaced',
    level: 'logic',
    what: { en: 'Sends the payment to another provider than the payer chose', zh: '把付款送往未被选择的机构' },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          if (event.type !== 'choose') return checkoutParts.reduce(order, event, schedules);
          const { inputs } = event.route;
          const other = offer(inputs).methods.find(({ provider }) => provider !== inputs.chosen);
          const payee = inputs.payees[other?.provider ?? ''];
          if (!other || payee === undefined) return checkoutParts.reduce(order, event, schedules);
          return checkoutParts.reduce(order, { ...event, route: { ...event.route, ...other, payee } }, schedules);
        },
      },
    },
  },
  ...termsDefects,
  ...wayDefects,
];
