import { advance } from '../clearing/core/advance';
import { netFen, type Positions, positions } from '../clearing/core/sessions';
import { clearingParts, type Instruct } from '../clearing/parts';
import { chooseNetwork } from '../clearing/routing';
import { ask } from '../clearing/talk';
import { type Instruction, missingFields, PROTECTED_FIELDS } from '../clearing/wire/instruction';
import { fen } from '../kernel/money';
import type { Defect } from './defect';

/** Straight to the other institution, past whoever clears. */
const direct: Instruct = async (surroundings, wallet, _network, instruction) => {
  const pull = instruction.kind === 'pull';
  const other = pull ? instruction.payer.institution : instruction.payee.institution;
  const said = await ask(surroundings, wallet, other, '/entries', { side: pull ? 'debit' : 'credit', instruction });
  if (said === 'silence') return said;
  const done = (said as { readonly state?: unknown }).state === 'done';
  return { traceId: instruction.traceId, state: done ? 'succeeded' : 'failed' };
};

/** After each payment the wallet pays a yuan of the reserve to where it likes. */
const spending: Instruct = async (surroundings, wallet, network, instruction) => {
  const said = await clearingParts.instruct(surroundings, wallet, network, instruction);
  const [merchant] = instruction.merchants;
  if (instruction.kind !== 'pull' || !merchant) return said;
  const owner = surroundings.reader.owners.get(merchant.code) ?? '';
  const amountFen = fen(100);
  const extra: Instruction = {
    ...instruction,
    traceId: `${instruction.traceId}-extra`,
    kind: 'push',
    payer: instruction.payee,
    payee: { institution: 'harbour-bank', account: `settlement-${owner}`, name: merchant.name },
    merchants: [{ ...merchant, amountFen }],
    amountFen,
  };
  await clearingParts.instruct(surroundings, wallet, network, extra);
  return said;
};

const shortOfAFen: Positions = (lines) => {
  const [first, ...others] = positions(lines);
  return new Map(first ? [[first[0], first[1] - 1n] as const, ...others] : []);
};

/** Every transfer once more, on both sides: still nothing in sum, but no longer what happened. */
const doubled: Positions = (lines) =>
  new Map([...lines].map(([participant, own]) => [participant, 2n * netFen(own)] as const));

/** Broken twins of routing over clearing institutions, and of what they keep. */
export const clearingDefects: readonly Defect[] = [
  {
    id: 'goes-straight-to-the-bank',
    check: 'ROUTE-001/no-direct-edge',
    reason: 'direct-edge',
    collateral: ['ROUTE-001/everything-is-cleared'],
    level: 'wire',
    what: { en: 'Deals with banks and other wallets over a line of its own', zh: '钱包绕过清算机构直连银行和其他钱包' },
    parts: { clearing: { instruct: direct, bankTakesFrom: () => true } },
  },
  {
    id: 'passes-on-without-clearing',
    check: 'ROUTE-001/everything-is-cleared',
    reason: 'not-cleared',
    level: 'logic',
    subtle: true,
    what: {
      en: 'The clearing institution passes orders on and keeps no record',
      zh: '清算机构只转发指令而不作清算记录',
    },
    parts: {
      clearing: {
        advance: (transfer, event, rules) => {
          const advanced = advance(transfer, event, rules);
          if (!advanced.ok) return advanced;
          return { ...advanced, effects: advanced.effects.filter(({ type }) => type !== 'book') };
        },
      },
    },
  },
  {
    id: 'asks-its-favourite-network',
    check: 'ROUTE-004/network-of-both-sides',
    reason: 'network-not-of-both',
    level: 'logic',
    what: {
      en: 'Goes over the network that it prefers, whoever is on the other side',
      zh: '只用自己偏好的网络，不看对方是否接入',
    },
    parts: { clearing: { chooseNetwork: ({ asker }) => asker[0], admits: () => true } },
  },
  {
    id: 'overlooks-an-ended-licence',
    check: 'ROUTE-004/refused-before-any-debit',
    reason: 'asked-though-nobody-may',
    level: 'timing',
    subtle: true,
    what: {
      en: 'Looks at who is connected, and not whether the licence is in force',
      zh: '只看是否接入，不看许可是否有效',
    },
    parts: { clearing: { chooseNetwork: (inputs) => chooseNetwork({ ...inputs, licensed: true }) } },
  },
  {
    id: 'clears-for-strangers',
    check: 'ROUTE-004/strangers-are-refused',
    reason: 'stranger-cleared',
    level: 'logic',
    what: {
      en: 'The clearing institution clears for banks that are not connected to it',
      zh: '清算机构为未接入的银行办理清算',
    },
    parts: { clearing: { admits: () => true } },
  },
  {
    id: 'leaves-out-the-category',
    check: 'ROUTE-005/orders-carry-the-fields',
    reason: 'order-lacks-a-field',
    level: 'wire',
    subtle: true,
    what: { en: 'Does not say what the merchant sells when it gives money back', zh: '退款指令不写商户类别' },
    parts: {
      clearing: {
        instruction: (instruction) => {
          if (instruction.kind === 'pull') return instruction;
          const merchants = instruction.merchants.map(({ category: _, ...rest }) => rest);
          return { ...instruction, merchants } as unknown as Instruction;
        },
      },
    },
  },
  {
    id: 'takes-orders-without-a-merchant',
    check: 'ROUTE-005/missing-is-refused-and-named',
    reason: 'missing-field-not-named',
    level: 'logic',
    what: { en: 'Does not look whether an order names its merchant', zh: '不检查指令是否载明商户名称' },
    parts: {
      clearing: { missing: (order) => missingFields(order).filter((field) => field !== PROTECTED_FIELDS[7]) },
    },
  },
  {
    id: 'names-itself-as-the-merchant',
    check: 'ROUTE-006/fields-equal',
    reason: 'field-differs-at-a-hop',
    level: 'wire',
    what: {
      en: 'Tells the clearing institution the name of the wallet instead of the merchant’s',
      zh: '向清算机构报送钱包名称，而非商户真实名称',
    },
    parts: {
      clearing: {
        instruction: (instruction) => ({
          ...instruction,
          merchants: instruction.merchants.map((merchant) => ({ ...merchant, name: instruction.payee.institution })),
        }),
      },
    },
  },
  {
    id: 'credits-before-the-money-is-there',
    check: 'ROUTE-008/balances-equal-reserve',
    reason: 'reserve-differs',
    level: 'logic',
    what: { en: 'Calls a payment made whatever the bank says', zh: '不论银行如何答复均记作付款成功' },
    parts: { clearing: { reads: (state) => (state === 'not-found' ? state : 'succeeded') } },
  },
  {
    id: 'spends-the-reserve',
    check: 'ROUTE-008/reserve-moves-on-users-order',
    reason: 'reserve-moved-without-order',
    level: 'wire',
    what: { en: 'Pays a yuan of the reserve away with each payment', zh: '每笔付款均挪用一元备付金' },
    parts: { clearing: { instruct: spending } },
  },
  {
    id: 'forgets-what-was-paid',
    check: 'ROUTE-008/no-payout-beyond-quota',
    reason: 'paid-beyond-quota',
    level: 'logic',
    subtle: true,
    what: {
      en: 'The clearing institution forgets in the quota what was paid already',
      zh: '清算机构计算额度时不减已付款项',
    },
    parts: { clearing: { available: ({ mappedFen, receivedFen }) => mappedFen + receivedFen } },
  },
  {
    id: 'keeps-a-fen-of-each-session',
    check: 'ROUTE-009/positions-sum-to-zero',
    reason: 'positions-do-not-cancel',
    collateral: ['ROUTE-009/positions-equal-own-records'],
    level: 'logic',
    what: { en: 'The clearing institution keeps a fen of each session', zh: '清算机构每个场次留下一分钱' },
    parts: { clearing: { positions: shortOfAFen } },
  },
  {
    id: 'counts-a-transfer-twice',
    check: 'ROUTE-009/positions-equal-own-records',
    reason: 'position-differs',
    level: 'logic',
    subtle: true,
    what: {
      en: 'Counts the first transfer of each session twice, on both sides',
      zh: '每个场次的首笔划转在双方均被重复计入',
    },
    parts: { clearing: { positions: doubled } },
  },
];
