import { type AccessAnswer, type AccessDecision, decideAccess } from '../checkout/access/decision';
import { DAY_MS } from '../kernel/time';
import { OWN_GROUP } from '../market/identities';
import type { Defect } from './defect';

/** A desk that changes the answers which the published terms give. */
const deciding =
  (change: (answer: AccessAnswer, ...asked: Parameters<AccessDecision>) => AccessAnswer): AccessDecision =>
  (application, terms, state) =>
    change(decideAccess(application, terms, state), application, terms, state);

/** Broken twins of the desk for providers that want to be let in. */
export const admissionDefects: readonly Defect[] = [
  {
    id: 'keeps-a-condition-to-itself',
    check: 'ACC-001/as-published',
    reason: 'answer-differs-from-terms',
    level: 'logic',
    what: {
      en: 'Refuses whoever speaks an interface that it does not like',
      zh: '以未公布的条件拒绝采用某一接口的申请人',
    },
    parts: {
      checkout: {
        decideAccess: deciding((answer, { interface: spoken }, _terms, { interfaces }) =>
          answer.decision === 'granted' && spoken === interfaces.at(-1)
            ? { decision: 'refused', unmet: ['published-interface'] }
            : answer,
        ),
      },
    },
  },
  {
    id: 'grants-by-another-fee',
    check: 'ACC-001/as-published',
    reason: 'answer-differs-from-terms',
    level: 'logic',
    subtle: true,
    what: { en: 'Asks everybody for another fee than the published one', zh: '对所有人收取与公布不符的费用' },
    parts: {
      checkout: {
        decideAccess: deciding((answer) =>
          answer.decision === 'granted' ? { ...answer, feePerMillion: answer.feePerMillion + 1 } : answer,
        ),
      },
    },
  },
  {
    id: 'waves-its-own-through',
    check: 'ACC-001/owner-makes-no-difference',
    reason: 'owner-changed-the-answer',
    collateral: ['ACC-001/as-published'],
    level: 'logic',
    what: { en: 'Lets in a provider of its own group, whatever it lacks', zh: '关联机构不符合条件也予以接入' },
    parts: {
      checkout: {
        decideAccess: deciding((answer, { group }, { feePerMillion }, { interfaces }) =>
          group === OWN_GROUP ? { decision: 'granted', interfaces, feePerMillion } : answer,
        ),
      },
    },
  },
  {
    id: 'asks-rivals-for-more',
    check: 'ACC-001/owner-makes-no-difference',
    reason: 'owner-changed-the-answer',
    collateral: ['ACC-001/as-published'],
    level: 'logic',
    what: { en: 'Asks rivals for twice the fee', zh: '对竞争机构收取双倍费用' },
    parts: {
      checkout: {
        decideAccess: deciding((answer, { group }) =>
          answer.decision === 'granted' && group !== OWN_GROUP
            ? { ...answer, feePerMillion: answer.feePerMillion * 2 }
            : answer,
        ),
      },
    },
  },
  {
    id: 'lets-applications-lie',
    check: 'ACC-002/answered-in-time',
    reason: 'no-answer-in-time',
    level: 'timing',
    what: { en: 'Looks at applications a year later', zh: '一年之后才处理申请' },
    parts: { checkout: { accessReview: () => 365 * DAY_MS } },
  },
  {
    id: 'answers-a-day-late',
    check: 'ACC-002/answered-in-time',
    reason: 'no-answer-in-time',
    level: 'timing',
    subtle: true,
    what: { en: 'Looks at applications on the day after the last one', zh: '期限届满次日才处理申请' },
    parts: { checkout: { accessReview: ({ answerWithin }) => answerWithin + DAY_MS } },
  },
  {
    id: 'says-no-and-no-more',
    check: 'ACC-002/refusal-names-the-unmet',
    reason: 'unmet-condition-not-named',
    level: 'logic',
    what: { en: 'Refuses without a reason', zh: '拒绝但不说明理由' },
    parts: {
      checkout: {
        decideAccess: deciding((answer) => (answer.decision === 'refused' ? { ...answer, unmet: [] } : answer)),
      },
    },
  },
  {
    id: 'names-the-first-unmet-alone',
    check: 'ACC-002/refusal-names-the-unmet',
    reason: 'unmet-condition-not-named',
    level: 'logic',
    subtle: true,
    what: { en: 'Names one condition that is not met, and the next one next time', zh: '每次只说明一项不符合的条件' },
    parts: {
      checkout: {
        decideAccess: deciding((answer) =>
          answer.decision === 'refused' ? { ...answer, unmet: answer.unmet.slice(0, 1) } : answer,
        ),
      },
    },
  },
  {
    id: 'names-another-condition',
    check: 'ACC-002/refusal-names-the-unmet',
    reason: 'unmet-condition-not-named',
    level: 'logic',
    what: { en: 'Names the plan for emergencies, whatever is missing', zh: '无论缺少什么，一律以应急预案为由' },
    parts: {
      checkout: {
        decideAccess: deciding((answer) =>
          answer.decision === 'refused' ? { ...answer, unmet: ['contingency-plan'] } : answer,
        ),
      },
    },
  },
  {
    id: 'says-not-now-to-rivals',
    check: 'ACC-002/not-now-is-for-all',
    reason: 'not-now-for-some',
    level: 'logic',
    what: { en: 'Says "not now" to rivals alone', zh: '仅对竞争机构答复“暂不受理”' },
    parts: {
      checkout: {
        decideAccess: deciding((answer, application, terms, state) =>
          application.group === OWN_GROUP ? decideAccess(application, terms, { ...state, intakeOpen: true }) : answer,
        ),
      },
    },
  },
];
