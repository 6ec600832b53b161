import type { Member } from '../clearing/member/member';
import type { AccountRef, Instruction, MerchantRef } from '../clearing/wire/instruction';
import { outsideName } from '../codes/outside-payer';
import type { SettledSale, Settlement } from '../codes/xscan/settlement';
import type { Fen } from '../kernel/money';
import type { World } from './world';

/** A movement between two members that a clearing institution was asked for. */
interface Asked {
  readonly instruction: Instruction;
  readonly network: string;
}

/** A person who receives money by code is nobody's merchant; the order still says what kind of receipt it is. */
const PERSON = '6012';

/** Moves money of payments across schemes at the world's clearing institutions, as pushes from wallet to wallet. */
export function crossClearing({ clearing, market, checkout }: World): Settlement {
  const asked = new Map<string, Asked>();

  /** The real merchant, with the account and category under which the payee's scheme has registered him. */
  const merchantOf = (at: string, { merchantName, orderRef }: SettledSale, amountFen: Fen): MerchantRef => {
    const known = market.merchants.find(({ name }) => [name.zh, name.en].includes(merchantName));
    const category = known && clearing.members.get(at)?.directory.merchant(`merchant:${known.id}`)?.category;
    const code = (known && checkout.service.provider(at)?.payees[known.id]) ?? merchantName;
    return { orderNo: orderRef, name: merchantName, code, category: category ?? PERSON, amountFen };
  };

  /** Where such money stands at a wallet, in the name of the other scheme's side. */
  const accountAt = (institution: string, scheme: string, { switchTxnId, merchantName }: SettledSale): AccountRef => ({
    institution,
    account: outsideName({ scheme, switchTxnId }),
    name: merchantName,
  });

  const begin = (member: Member, to: string, amountFen: Fen, ref: string, sale: SettledSale, payee: string) => {
    const { wallet: from, line, orders } = member;
    const network = line.route(to, sale.orderRef);
    if (network === undefined) return undefined;
    const [payerSide, payeeSide] = [accountAt(from, to, sale), accountAt(to, from, sale)];
    const instruction = orders.push(`xscan-${ref}`, payerSide, payeeSide, merchantOf(payee, sale, amountFen));
    const begun: Asked = { instruction, network };
    asked.set(ref, begun);
    const { traceId } = instruction;
    member.note('funds.out', sale.orderRef, { traceId, account: `scheme:${to}`, amountFen });
    return begun;
  };

  return {
    async settle(from, to, amountFen, ref, sale) {
      const member = clearing.members.get(from);
      if (!member || !clearing.members.has(to)) return { state: 'refused', why: 'no-clearing' };
      const isBack = ref !== sale.switchTxnId;
      const move = asked.get(ref) ?? begin(member, to, amountFen, ref, sale, isBack ? from : to);
      if (!move) return { state: 'refused', why: 'no-network' };
      const { instruction, network } = move;
      const said = await member.line.instruct(network, instruction);
      if (said === 'silence') return { state: 'unknown' };
      if (said.state === 'succeeded') return { state: 'done', institution: network };
      const final = said.state === 'failed' || said.state === 'refused';
      if (!final || said.code === 'insufficient-quota') return { state: 'unknown' };
      const { traceId } = instruction;
      member.note('funds.back', sale.orderRef, { traceId, account: `scheme:${to}`, amountFen });
      return { state: 'refused', why: said.code ?? 'refused' };
    },
  };
}
