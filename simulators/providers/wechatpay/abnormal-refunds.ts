import type { Hono } from 'hono';
import type { OtherAccount, Trade } from '../engine/trade';
import { type Admitted, admit, success } from './api';
import { type Desk, payeeOf } from './desk';
import { refundErrors, WechatError } from './errors';
import { must, text } from './field-forms';
import { checkFields, type Field } from './fields';
import { callerOf, refundOf } from './refunds';
import { namedKey, openField } from './sensitive';
import { type Caller, outRefundNo, subMerchant } from './tables';
import { refundView } from './views';

/** The banks to whose cards an abnormal refund may go (OA). */
const BANKS: Readonly<Record<string, string>> = {
  ICBC_DEBIT: '工商银行',
  ABC_DEBIT: '农业银行',
  BOC_DEBIT: '中国银行',
  CCB_DEBIT: '建设银行',
  COMM_DEBIT: '交通银行',
  PSBC_DEBIT: '邮储银行',
  CMB_DEBIT: '招商银行',
  CITIC_DEBIT: '中信银行',
  CEB_DEBIT: '光大银行',
  CMBC_DEBIT: '民生银行',
  CIB_DEBIT: '兴业银行',
  SPDB_DEBIT: '浦发银行',
  GDB_DEBIT: '广发银行',
  PAB_DEBIT: '平安银行',
  NBCB_DEBIT: '宁波银行',
};

const TO_USER = 'USER_BANK_CARD';

const refundId: Field = text('/refund_id', '微信支付退款单号', 32, must);

/** The table of the endpoint; a card of the payer needs all three of its members, the last two encrypted (sheet 1.5). */
const fields = (caller: Caller, toUser: boolean): readonly Field[] => {
  const card = toUser ? must : {};
  return [
    ...(caller === 'partner' ? [subMerchant] : []),
    outRefundNo,
    text('/type', '异常退款处理方式', 32, { ...must, oneOf: [TO_USER, 'MERCHANT_BANK_CARD'] }),
    text('/bank_type', '开户银行', 16, { ...card, oneOf: Object.keys(BANKS) }),
    text('/bank_account', '收款银行卡号', 1024, card),
    text('/real_name', '收款用户姓名', 1024, card),
  ];
};

const CARD_NUMBER = /^\d{12,30}$/;
const NAME_CHARACTERS = 64;

function badMember(at: string, zh: string): WechatError {
  const message = `输入源“/body${at}”映射到值字段“${zh}”字符串规则校验失败`;
  return new WechatError(400, 'PARAM_ERROR', message, { location: 'body', value: '' });
}

/** Which account the merchant names; of a card only bank and last digits are kept. */
function accountOf(desk: Desk, { body, message }: Admitted): OtherAccount {
  if (body['type'] !== TO_USER) return { kind: 'merchant-bank-card', shown: '商户银行卡' };
  const signer = namedKey(desk.gate.signers, message);
  const open = (at: string, name: string, zh: string) => openField(signer, String(body[name]), { pointer: at, zh });
  const card = open('/bank_account', 'bank_account', '收款银行卡号');
  const name = open('/real_name', 'real_name', '收款用户姓名');
  if (!CARD_NUMBER.test(card)) throw badMember('/bank_account', '收款银行卡号');
  if (name.trim() === '' || name.length > NAME_CHARACTERS) throw badMember('/real_name', '收款用户姓名');
  return { kind: 'user-bank-card', shown: `${BANKS[String(body['bank_type'])]}借记卡${card.slice(-4)}` };
}

function redirect(desk: Desk, trade: Trade, number: string, to: OtherAccount): Trade {
  const { gate, orders } = desk;
  const command = { type: 'redirect-refund', outRefundNo: number, to, at: orders.now() } as const;
  const outcome = orders.book.apply(trade, command);
  if (outcome.ok) return outcome.trade;
  throw refundErrors.notAbnormal(gate.choose('abnormalRefundOfOther'));
}

/** Sends a refund that could not reach the payer to another account (sheet 1.5, 4.4). */
export function mountAbnormalRefunds(app: Hono, desk: Desk): void {
  const { gate, orders, fieldRules } = desk;
  app.post('/v3/refund/domestic/refunds/:id/apply-abnormal-refund', async (context) => {
    const admitted = await admit(gate, context);
    const { account, body } = admitted;
    const id = context.req.param('id');
    checkFields('uri_template', [refundId], { refund_id: id }, fieldRules);
    const caller = callerOf(admitted);
    checkFields('body', fields(caller, body['type'] === TO_USER), body, fieldRules);
    const payee = payeeOf(gate, account, caller, { mchid: account.mchid, sub: body['sub_mchid'] }, 'refund');
    const number = String(body['out_refund_no']);
    const trade = orders.book.byRefundNo(id);
    if (trade?.payee !== payee.mchid || refundOf(trade, number).refundNo !== id) throw refundErrors.refundUnknown();
    const redirected = redirect(desk, trade, number, accountOf(desk, admitted));
    return success(gate, admitted, refundView(redirected, refundOf(redirected, number)));
  });
}
