import { type AuthorityRecord, authorityRule } from '../checkout/core/authority';
import { isReached, type OpeningRule, openingRule } from '../checkout/core/opening';
import { reduceOrder } from '../checkout/core/reduce';
import { type OfferInputs, offer, type ProviderFacts, type WithheldReason } from '../checkout/core/routing';
import { type CashierPage, cashierPage } from '../checkout/web/cashier-page';
import type { Defect } from './defect';

const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** A cashier that says nothing of some reasons. */
const silentOn =
  (reasons: readonly WithheldReason[]): CashierPage =>
  (view) => {
    const withheld = view.offer.withheld.filter(({ reason }) => !reasons.includes(reason));
    return cashierPage({ ...view, offer: { ...view.offer, withheld } });
  };

/** An offer made from other facts than the declared ones. */
const offerWith = (change: (facts: ProviderFacts, inputs: OfferInputs) => ProviderFacts) => (inputs: OfferInputs) =>
  offer({ ...inputs, providers: inputs.providers.map((facts) => change(facts, inputs)) });

const anyRegion = (record: AuthorityRecord): AuthorityRecord => ({ ...record, regions: 'nationwide' });

/** A rule of openings that reads the steps as if they were others. */
const openingBy =
  (
    change: (steps: Parameters<OpeningRule>[0], question: Parameters<OpeningRule>[1]) => Parameters<OpeningRule>[0],
  ): OpeningRule =>
  (steps, question) =>
    openingRule(change(steps, question), question);

/** Whoever was once seen without a yes from both sides. */
const unforgiven = new Set<string>();
/** Whoever was last seen without a yes from both sides. */
const gone = new Set<string>();

const bothWant = ({ platformOptedIn, providerOptedIn }: ProviderFacts) => platformOptedIn && providerOptedIn;

/** Broken twins of who may be offered: by authority, by both sides' yes, by the steps of an opening. */
export const standingDefects: readonly Defect[] = [
  {
    id: 'forgets-that-licences-end',
    check: 'ACC-005/none-without-authority',
    reason: 'offered-without-authority',
    collateral: ['ACC-005/reason-is-told'],
    level: 'timing',
    what: { en: 'Takes a licence that was in force for one that is', zh: '许可曾经有效即视为有效' },
    parts: {
      checkout: {
        authority: (records, question) =>
          authorityRule(
            records.map((each) => ({ ...each, to: null })),
            question,
          ),
      },
    },
  },
  {
    id: 'counts-days-of-licences-from-utc',
    check: 'ACC-005/none-without-authority',
    reason: 'offered-without-authority',
    collateral: ['ACC-005/reason-is-told', 'ACC-005/authority-suffices'],
    level: 'timing',
    subtle: true,
    what: { en: 'Keeps a licence until the day ends in Greenwich', zh: '按格林尼治时间计算许可到期日' },
    parts: {
      checkout: {
        authority: (records, question) => authorityRule(records, { ...question, day: dayAfter(question.day, -1) }),
      },
    },
  },
  {
    id: 'takes-any-licence-for-any-business',
    check: 'ACC-005/none-without-authority',
    reason: 'offered-without-authority',
    collateral: ['ACC-005/reason-is-told'],
    level: 'logic',
    what: { en: 'Takes a licence for one business for a licence for all', zh: '持有任一业务许可即视为可办理全部业务' },
    parts: {
      checkout: {
        authority: (records, question) =>
          authorityRule(
            records.map((each) => ({ ...each, business: [question.business] })),
            question,
          ),
      },
    },
  },
  {
    id: 'overlooks-the-region',
    check: 'ACC-005/none-without-authority',
    reason: 'offered-without-authority',
    collateral: ['ACC-005/reason-is-told'],
    level: 'logic',
    subtle: true,
    what: { en: 'Takes a licence for one province for one for all', zh: '将一省许可视为全国许可' },
    parts: { checkout: { authority: (records, question) => authorityRule(records.map(anyRegion), question) } },
  },
  {
    id: 'knows-licences-alone',
    check: 'ACC-005/authority-suffices',
    reason: 'withheld-despite-authority',
    level: 'logic',
    what: { en: 'Takes nothing but a licence of a payment institution', zh: '只认支付业务许可，不认其他合法资质' },
    parts: {
      checkout: {
        authority: (records, question) =>
          authorityRule(
            records.filter(({ kind }) => kind === 'payment-licence'),
            question,
          ),
      },
    },
  },
  {
    id: 'drops-a-licence-on-its-last-day',
    check: 'ACC-005/authority-suffices',
    reason: 'withheld-despite-authority',
    level: 'timing',
    subtle: true,
    what: { en: 'Lets a licence end a day before its end', zh: '许可在到期日当日即被视为失效' },
    parts: {
      checkout: {
        authority: (records, question) =>
          authorityRule(
            records.map((each) => ({ ...each, to: each.to === null ? null : dayAfter(each.to, -1) })),
            question,
          ),
      },
    },
  },
  {
    id: 'keeps-the-missing-licence-to-itself',
    check: 'ACC-005/reason-is-told',
    reason: 'missing-authority-not-told',
    level: 'page',
    what: {
      en: 'Drops whoever lacks a licence from the page without a word',
      zh: '缺少许可的机构直接消失，不说明原因',
    },
    parts: { checkout: { cashierPage: silentOn(['no-authority', 'other-business', 'other-region']) } },
  },
  {
    id: 'takes-one-yes-for-two',
    check: 'ACC-007/only-while-both',
    reason: 'offered-without-both',
    level: 'logic',
    what: { en: 'Offers whoever one of the two sides wants', zh: '一方同意即提供' },
    parts: {
      checkout: {
        offer: offerWith((facts) => {
          const wanted = facts.platformOptedIn || facts.providerOptedIn;
          return { ...facts, platformOptedIn: wanted, providerOptedIn: wanted };
        }),
      },
    },
  },
  {
    id: 'asks-the-provider-alone',
    check: 'ACC-007/only-while-both',
    reason: 'offered-without-both',
    level: 'logic',
    subtle: true,
    what: { en: 'Goes on offering a provider that the platform has turned away', zh: '平台已停止合作仍继续提供' },
    parts: { checkout: { offer: offerWith((facts) => ({ ...facts, platformOptedIn: true })) } },
  },
  {
    id: 'never-forgives-a-withdrawal',
    check: 'ACC-007/both-suffice',
    reason: 'withheld-though-both-want',
    level: 'logic',
    what: { en: 'Never offers again who has once left', zh: '曾经退出者不再提供' },
    parts: {
      checkout: {
        offer: (inputs) => {
          for (const facts of inputs.providers) if (!bothWant(facts)) unforgiven.add(facts.provider);
          const decided = offer(inputs);
          return { ...decided, methods: decided.methods.filter(({ provider }) => !unforgiven.has(provider)) };
        },
      },
    },
  },
  {
    id: 'leaves-with-its-neighbour',
    check: 'ACC-007/nobody-else-decides',
    reason: 'moved-by-a-third-party',
    level: 'logic',
    what: { en: 'Drops a method when a provider beside it leaves', zh: '一家机构退出时一并撤下另一家' },
    parts: {
      checkout: {
        offer: (inputs) => {
          const decided = offer(inputs);
          return inputs.providers.every(bothWant) ? decided : { ...decided, methods: decided.methods.slice(1) };
        },
      },
    },
  },
  {
    id: 'opens-with-its-neighbour',
    check: 'ACC-007/nobody-else-decides',
    reason: 'moved-by-a-third-party',
    level: 'logic',
    subtle: true,
    what: { en: 'Opens a method only while every other relation is open', zh: '其他合作关系均已开通时才开通' },
    parts: {
      checkout: {
        offer: (inputs) => {
          const decided = offer(inputs);
          const open = inputs.providers.every(({ notOpen }) => notOpen === undefined);
          return open ? decided : { ...decided, methods: decided.methods.slice(0, -1) };
        },
      },
    },
  },
  {
    id: 'leaves-paid-orders-behind',
    check: 'ACC-007/paid-orders-untouched',
    reason: 'paid-order-left-behind',
    level: 'logic',
    what: { en: 'Refuses refunds by a provider that has left', zh: '机构退出后拒绝其退款' },
    parts: {
      checkout: {
        offer: (inputs) => {
          for (const facts of inputs.providers) {
            if (bothWant(facts)) gone.delete(facts.provider);
            else gone.add(facts.provider);
          }
          return offer(inputs);
        },
        reduce: (order, event, schedules) => {
          const kept = order.attempts.find(({ attemptNo }) => attemptNo === order.keptAttempt);
          if (event.type === 'ask-refund' && gone.has(kept?.route.provider ?? ''))
            return { ok: false, refusal: 'refund-window-over' };
          return reduceOrder(order, event, schedules);
        },
      },
    },
  },
  {
    id: 'opens-when-announced',
    check: 'ACC-008/only-what-is-live',
    reason: 'offered-before-its-opening',
    collateral: ['ACC-008/not-yet-is-told'],
    level: 'logic',
    what: { en: 'Opens a method as soon as it is announced', zh: '一经公告即开通' },
    parts: {
      checkout: {
        opening: openingBy((steps) =>
          steps.map((each) => (each.state === 'announced' ? { ...each, state: 'live' } : each)),
        ),
      },
    },
  },
  {
    id: 'opens-a-day-early',
    check: 'ACC-008/only-what-is-live',
    reason: 'offered-before-its-opening',
    collateral: ['ACC-008/not-yet-is-told', 'ACC-008/all-who-are-reached'],
    level: 'timing',
    subtle: true,
    what: { en: 'Reads the days of an opening a day early', zh: '提前一日开通' },
    parts: {
      checkout: { opening: (steps, question) => openingRule(steps, { ...question, day: dayAfter(question.day, 1) }) },
    },
  },
  {
    id: 'opens-to-all-at-once',
    check: 'ACC-008/only-what-is-live',
    reason: 'offered-before-its-opening',
    collateral: ['ACC-008/not-yet-is-told'],
    level: 'logic',
    what: { en: 'Takes a partial opening for a whole one', zh: '将部分开通视为全面开通' },
    parts: {
      checkout: {
        opening: openingBy((steps) =>
          steps.map((each) => (each.state === 'live in part' ? { ...each, state: 'live' } : each)),
        ),
      },
    },
  },
  {
    id: 'opens-by-one-condition',
    check: 'ACC-008/only-what-is-live',
    reason: 'offered-before-its-opening',
    collateral: ['ACC-008/not-yet-is-told'],
    level: 'logic',
    subtle: true,
    what: { en: 'Opens to whoever meets one of several conditions', zh: '符合其中一项条件即开通' },
    parts: {
      checkout: {
        opening: openingBy((steps, question) =>
          steps.map((each) => {
            const one = Object.entries(each.conditions ?? {}).some(([name, value]) =>
              isReached({ [name]: value }, question),
            );
            return each.state === 'live in part' && one ? { ...each, state: 'live' } : each;
          }),
        ),
      },
    },
  },
  {
    id: 'stays-after-it-left',
    check: 'ACC-008/only-what-is-live',
    reason: 'offered-before-its-opening',
    collateral: ['ACC-008/not-yet-is-told'],
    level: 'logic',
    what: { en: 'Goes on offering what is withdrawn', zh: '已退出者仍继续提供' },
    parts: {
      checkout: { opening: openingBy((steps) => steps.filter(({ state }) => state !== 'withdrawn')) },
    },
  },
  {
    id: 'draws-merchants-in-secret',
    check: 'ACC-008/all-who-are-reached',
    reason: 'left-out-of-the-opening',
    collateral: ['ACC-008/only-what-is-live', 'ACC-008/not-yet-is-told'],
    level: 'logic',
    what: { en: 'Draws merchants by another rule than the published one', zh: '按未公布的规则抽取商户' },
    parts: {
      checkout: {
        opening: (steps, question) => openingRule(steps, { ...question, merchant: `${question.merchant} of ours` }),
      },
    },
  },
  {
    id: 'waits-for-everybody',
    check: 'ACC-008/all-who-are-reached',
    reason: 'left-out-of-the-opening',
    level: 'logic',
    what: { en: 'Opens to nobody while the opening is not whole', zh: '全面开通之前对任何人都不开通' },
    parts: {
      checkout: {
        opening: openingBy((steps) =>
          steps.map((each) => (each.state === 'live in part' ? { ...each, state: 'announced' } : each)),
        ),
      },
    },
  },
  {
    id: 'says-nothing-of-what-is-not-open',
    check: 'ACC-008/not-yet-is-told',
    reason: 'opening-not-told',
    level: 'page',
    what: { en: 'Does not say that a method is not open', zh: '不说明该方式尚未开放' },
    parts: { checkout: { cashierPage: silentOn(['not-open-yet', 'not-open-here', 'no-longer-open']) } },
  },
];
