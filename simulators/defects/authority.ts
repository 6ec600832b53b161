import { type AuthorityRecord, authorityRule } from '../checkout/core/authority';
import type { Defect } from './defect';
import { dayAfter } from './shifted-day';
import { silentOn } from './silent-cashier';

const anyRegion = (record: AuthorityRecord): AuthorityRecord => ({ ...record, regions: 'nationwide' });

/** Broken twins of who may be offered by licence or other lawful authority. */
export const authorityDefects: readonly Defect[] = [
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
];
