import type { Hono } from 'hono';
import { answer, incoming } from '../../network/message';
import type { Refund, Trade } from '../engine/trade';
import { setting } from '../profile';
import * as backs from './backs';
import type { BillDesk } from './bills/file';
import { billFile } from './bills/file';
import { carried } from './certificates';
import { charge } from './charges';
import { fieldOf } from './fields';
import { type Admitted, admit, formOf, type Gate, rawAnswer, refused } from './gate';
import { place } from './orders';
import { cashierAddress, refusalHtml } from './pages';
import { ACCEPTED, Refusal, refusals } from './refusals';
import { type Desk, type Product, txnTimeOf } from './trades';
import { backResult, paymentResult } from './views';
import type { Fields, Form } from './wire';

/** The addresses of the gateway (sheet 1). The file host has none but its root. */
export const PATHS = {
  front: '/gateway/api/frontTransReq.do',
  app: '/gateway/api/appTransReq.do',
  back: '/gateway/api/backTransReq.do',
  query: '/gateway/api/queryTrans.do',
  order: '/gateway/api/order.do',
  file: '/',
} as const;
export type Place = keyof typeof PATHS;

/** One transaction: what it needs beside the fields of all, and what it answers. */
interface Transaction {
  readonly needs: readonly string[];
  readonly perform: (desk: BillDesk, admitted: Admitted) => Fields | Promise<Fields>;
}

const MONEY = ['orderId', 'txnTime', 'txnAmt', 'currencyCode'];
const BACK = ['orderId', 'txnTime', 'txnAmt', 'origQryId'];

/** A page on a phone is channel 08, on anything else 07 (sheet 4). */
export const frontProduct = (fields: Fields): Product => (fields['channelType'] === '08' ? 'wap' : 'page');

const taken = ({ tradeNo: queryId, amountFen }: Trade): Fields => ({ ...ACCEPTED, queryId, txnAmt: String(amountFen) });

const takenBack = ({ trade, refund }: { trade: Trade; refund: Refund }): Fields => ({
  ...ACCEPTED,
  queryId: refund.refundNo,
  origQryId: trade.tradeNo,
  txnAmt: String(refund.amountFen),
});

/** Finds what a number and a time name: a payment, or money that went back (sheet 3, UP-07). */
function query(desk: Desk, { fields, merchant }: Admitted): Fields {
  const [merId, orderId, txnTime] = [merchant.merId, fieldOf(fields, 'orderId'), fieldOf(fields, 'txnTime')];
  const trade = desk.book.byOutTradeNo(merId, orderId);
  if (trade && txnTimeOf(trade) === txnTime) return { ...ACCEPTED, ...paymentResult(desk, trade) };
  const owner = desk.book.byOutRefundNo(merId, orderId);
  const refund = owner?.refunds.find((each) => each.outRefundNo === orderId && txnTimeOf(each) === txnTime);
  if (owner && refund) return { ...ACCEPTED, ...backResult(desk, owner, refund) };
  throw refusals.unknownOrder();
}

async function encryptionKey({ signers }: Desk): Promise<Fields> {
  const { certificate } = await signers.encryption();
  return { ...ACCEPTED, encryptPubKeyCert: carried(certificate), certType: '01' };
}

/** A code or, where a setting says so, a number for the merchant's own page (sheet 1). */
function preOrder(desk: Desk, admitted: Admitted): Fields {
  const named = setting(desk.profile, 'preOrderAnswer');
  const trade = place(desk, named === 'tn' ? 'app' : 'qr', admitted);
  return { ...taken(trade), [named]: trade.credential };
}

/** Every transaction by its address, `txnType` and `txnSubType` (sheet 4). */
const TRANSACTIONS: Readonly<Record<Exclude<Place, 'front'>, Readonly<Record<string, Transaction>>>> = {
  app: {
    '01/01': {
      needs: MONEY,
      perform: (desk, admitted) => ({ ...ACCEPTED, tn: place(desk, 'app', admitted).credential }),
    },
  },
  back: {
    '01/06': { needs: [...MONEY, 'qrNo'], perform: (desk, admitted) => taken(charge(desk, admitted)) },
    '01/07': {
      needs: MONEY,
      perform: (desk, admitted) => ({ ...ACCEPTED, qrCode: place(desk, 'qr', admitted).credential }),
    },
    '04/00': { needs: BACK, perform: (desk, admitted) => takenBack(backs.refund(desk, admitted)) },
    '31/00': { needs: BACK, perform: (desk, admitted) => takenBack(backs.undo(desk, admitted)) },
    '99/01': { needs: ['orderId', 'txnTime'], perform: (desk, admitted) => taken(backs.reverse(desk, admitted)) },
    '95/00': { needs: ['orderId', 'txnTime', 'certType'], perform: encryptionKey },
    '94/00': { needs: ['orderId', 'txnTime', 'certType'], perform: encryptionKey },
  },
  query: { '00/00': { needs: ['orderId', 'txnTime'], perform: query } },
  order: { '01/01': { needs: MONEY, perform: preOrder } },
  file: {
    '76/01': { needs: ['txnTime', 'fileType', 'settleDate'], perform: (desk, admitted) => billFile(desk, admitted) },
  },
};

/** The transaction that a request names at an address; undefined where the address has none such. */
function transactionOf(place: Exclude<Place, 'front'>, { fields }: Form): Transaction | undefined {
  const named = `${fields['txnType']}/${fields['txnSubType']}`;
  const known = TRANSACTIONS[place];
  return Object.hasOwn(known, named) ? known[named] : undefined;
}

/** Admits a request, carries its transaction out and answers; a refusal is signed like any answer. */
async function serve(gate: Gate, desk: BillDesk, place: Exclude<Place, 'front'>, form: Form): Promise<Response> {
  try {
    const transaction = transactionOf(place, form);
    const admitted = admit(gate, form, transaction?.needs ?? []);
    if (!transaction) throw refusals.transaction(desk.profile);
    return rawAnswer(gate, form, await transaction.perform(desk, admitted));
  } catch (error) {
    if (error instanceof Refusal) return rawAnswer(gate, form, refused(error));
    throw error;
  }
}

/** A browser posts the order and is led to the cashier; a refusal is a page (sheet 2). */
function lead(gate: Gate, desk: Desk, form: Form): Response {
  try {
    const { fields } = form;
    const admitted = admit(gate, form, [...MONEY, 'frontUrl']);
    if (`${fields['txnType']}/${fields['txnSubType']}` !== '01/01') throw refusals.transaction(desk.profile);
    const { credential } = place(desk, frontProduct(fields), admitted);
    return answer(302, { Location: cashierAddress(desk, credential) }, '');
  } catch (error) {
    if (error instanceof Refusal) return refusalHtml(error);
    throw error;
  }
}

/** The gateway's addresses. Whatever nobody foresaw is the harness's own trouble, and the caller gets HTTP 500. */
export function mountGateway(app: Hono, gate: Gate, desk: BillDesk): void {
  for (const [name, path] of Object.entries(PATHS) as Array<[Place, string]>) {
    app.post(path, async (context) => {
      const form = formOf(await incoming(context.req.raw));
      return name === 'front' ? lead(gate, desk, form) : serve(gate, desk, name, form);
    });
  }
}
