import { checkoutParts } from '../checkout/config';
import { lastAct, methodsInUse } from '../checkout/core/choices';
import { arrange } from '../checkout/core/ordering';
import { offer } from '../checkout/core/routing';
import { announcementsPage } from '../checkout/web/announcements-page';
import { fen } from '../kernel/money';
import { DAY_MS } from '../kernel/time';
import { noticeEnd } from '../market/notice-periods';
import type { Defect } from './defect';

const FIVE_DAYS_MS = 5 * DAY_MS;

/** Broken twins of the theme "access". */
export const accessDefects: readonly Defect[] = [
  {
    id: 'takes-the-discount-back',
    check: 'ACC-003/rival-changes-nothing',
    reason: 'fee-depends-on-rival',
    level: 'logic',
    what: { en: 'Gives discounts only while no rival is offered', zh: '只有在没有竞争机构时才给予优惠' },
    parts: {
      checkout: {
        offer: (inputs) => {
          const decided = offer(inputs);
          const alone = decided.methods.length < 2;
          const methods = decided.methods.map((method) =>
            alone ? method : { ...method, payableFen: inputs.amountFen, charges: [] },
          );
          return { ...decided, methods };
        },
      },
    },
  },
  {
    id: 'hides-a-method-for-a-rival',
    check: 'ACC-003/rival-changes-nothing',
    reason: 'eligibility-depends-on-rival',
    level: 'logic',
    what: { en: 'Drops the first method when another is offered, too', zh: '有其他机构时撤下第一种方式' },
    parts: {
      checkout: {
        offer: (inputs) => {
          const decided = offer(inputs);
          return decided.methods.length < 2 ? decided : { ...decided, methods: decided.methods.slice(1) };
        },
      },
    },
  },
  {
    id: 'switches-newcomers-on',
    check: 'ACC-004/starts-off',
    reason: 'on-without-choice',
    level: 'logic',
    what: { en: 'Switches a provider on for merchants who said nothing', zh: '商户未作选择即默认开通' },
    parts: {
      checkout: {
        methodsInUse: (record, providers) => {
          const unspoken = providers.filter((provider) => !lastAct(record, provider));
          return [...methodsInUse(record, providers), ...unspoken];
        },
      },
    },
  },
  {
    id: 'remembers-only-the-first-choice',
    check: 'ACC-004/choice-is-recorded',
    reason: 'choice-not-recorded',
    level: 'logic',
    subtle: true,
    what: { en: 'Keeps the time of the first choice for all later ones', zh: '此后的选择仍沿用首次选择的时间' },
    parts: { checkout: { lastAct: (record, provider) => record.find((choice) => choice.provider === provider) } },
  },
  {
    id: 'keeps-what-was-switched-off',
    check: 'ACC-004/revoked-at-once',
    reason: 'still-used',
    level: 'logic',
    what: { en: 'Goes on with a provider that the merchant has switched off', zh: '商户关闭后仍继续使用' },
    parts: {
      checkout: {
        methodsInUse: (record, providers) =>
          methodsInUse(
            record.filter(({ enabled }) => enabled),
            providers,
          ),
      },
    },
  },
  {
    id: 'switches-all-off-together',
    check: 'ACC-004/revoked-at-once',
    reason: 'others-touched',
    level: 'logic',
    what: { en: 'Bundles the providers: one switched off is all switched off', zh: '捆绑处理：关闭一家即关闭全部' },
    parts: {
      checkout: {
        methodsInUse: (record, providers) => (record.at(-1)?.enabled === false ? [] : methodsInUse(record, providers)),
      },
    },
  },
  {
    id: 'takes-changes-at-short-notice',
    check: 'ACC-006/late-is-refused',
    reason: 'late-change-accepted',
    level: 'timing',
    what: { en: 'Takes every change from any instant on', zh: '任何变更均可即时生效' },
    parts: { checkout: { noticeEnd: (_change, announcedAt) => announcedAt } },
  },
  {
    id: 'counts-days-off-as-working-days',
    check: 'ACC-006/late-is-refused',
    reason: 'late-change-accepted',
    level: 'timing',
    subtle: true,
    what: { en: 'Counts week-ends and holidays as working days', zh: '将周末和节假日计入工作日' },
    parts: {
      checkout: {
        noticeEnd: (change, announcedAt) =>
          change === 'planned-stop' ? announcedAt + FIVE_DAYS_MS : noticeEnd(change, announcedAt),
      },
    },
  },
  {
    id: 'wants-a-day-more',
    check: 'ACC-006/timely-is-taken',
    reason: 'timely-change-refused',
    level: 'timing',
    what: { en: 'Refuses changes that are announced exactly in time', zh: '拒绝恰好按期公告的变更' },
    parts: {
      checkout: {
        noticeEnd: (change, announcedAt) => (noticeEnd(change, announcedAt) ?? announcedAt) + 1,
      },
    },
  },
  {
    id: 'announces-to-nobody',
    check: 'ACC-006/told-to-all',
    reason: 'change-not-published',
    level: 'page',
    what: { en: 'Takes announcements and publishes none', zh: '受理公告但不予公布' },
    parts: { checkout: { announcementsPage: (language, _all, names) => announcementsPage(language, [], names) } },
  },
  {
    id: 'serves-the-newest-alone',
    check: 'ACC-009/same-success',
    reason: 'success-changed-by-arrival',
    level: 'logic',
    what: { en: 'Starts payments only by the method that was enabled last', zh: '只受理最后开通的支付方式' },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          const newest = event.type === 'choose' ? event.route.inputs.merchantMethods.at(-1) : undefined;
          if (event.type === 'choose' && event.route.provider !== newest)
            return { ok: false, refusal: 'order-not-open' };
          return checkoutParts.reduce(order, event, schedules);
        },
      },
    },
  },
  {
    id: 'makes-incumbents-pay-for-a-newcomer',
    check: 'ACC-009/same-rank-and-price',
    reason: 'terms-changed-by-arrival',
    level: 'logic',
    what: { en: 'Adds a fen to every method for each method beside it', zh: '每增加一种方式，其他方式各加收一分' },
    parts: {
      checkout: {
        offer: (inputs) => {
          const decided = offer(inputs);
          const more = inputs.merchantMethods.length;
          const methods = decided.methods.map((method) => ({ ...method, payableFen: fen(method.payableFen + more) }));
          return { ...decided, methods };
        },
      },
    },
  },
  {
    id: 'moves-methods-when-one-arrives',
    check: 'ACC-003/rival-changes-nothing',
    reason: 'rank-depends-on-rival',
    level: 'logic',
    subtle: true,
    what: { en: 'Turns the list round with each method more', zh: '每增加一种方式就颠倒排序' },
    parts: {
      checkout: {
        arrange: (inputs) => {
          const listed = arrange(inputs);
          return listed.length % 2 === 0 ? listed : listed.toReversed();
        },
      },
    },
  },
];
