import { reduceOrder } from '../checkout/core/reduce';
import { type OfferInputs, offer, type ProviderFacts } from '../checkout/core/routing';
import type { Defect } from './defect';

/** An offer made from other facts than the declared ones. */
const offerWith = (change: (facts: ProviderFacts) => ProviderFacts) => (inputs: OfferInputs) =>
  offer({ ...inputs, providers: inputs.providers.map(change) });

/** Whoever was once seen without a yes from both sides. */
const unforgiven = new Set<string>();
/** Whoever was last seen without a yes from both sides. */
const gone = new Set<string>();

const bothWant = ({ platformOptedIn, providerOptedIn }: ProviderFacts) => platformOptedIn && providerOptedIn;

/** Broken twins of what a platform and a provider decide about one another, each for itself. */
export const relationDefects: readonly Defect[] = [
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
];
