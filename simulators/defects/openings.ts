import { isReached, type OpeningRule, openingRule } from '../checkout/core/opening';
import type { Defect } from './defect';
import { dayAfter } from './shifted-day';
import { silentOn } from './silent-cashier';

type Steps = Parameters<OpeningRule>[0];
type Question = Parameters<OpeningRule>[1];

/** A rule of openings that reads the steps as if they were others. */
const openingBy =
  (change: (steps: Steps, question: Question) => Steps): OpeningRule =>
  (steps, question) =>
    openingRule(change(steps, question), question);

/** Broken twins of how a relation opens step by step. */
export const openingDefects: readonly Defect[] = [
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
