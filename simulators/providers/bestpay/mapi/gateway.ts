import type { Hono } from 'hono';
import { verifyRsa } from '../../../kernel/keys';
import { answer, type Incoming, incoming } from '../../../network/message';
import { onToWallet } from '../../cashier-pages';
import { languageOf } from '../../pages';
import { PROFILE_HEADER } from '../bills';
import { readForm } from '../form';
import { refusalOf, refusedAtCashier } from '../gateway';
import type { TradeDesk } from '../trades';
import { MAPI_CALLS, type MapiResult } from './calls';
import { checkMembers, readMembers, SDK_PATH } from './envelope';
import { mapiErrors } from './errors';
import type { PlatformKeys } from './keys';
import { type Json, signedText } from './signature';

export const H5_PATH = '/mapi/form/cashier/H5/pay';

/** What the newer platform needs beside the books. */
export interface MapiDesk extends TradeDesk {
  readonly keys: PlatformKeys;
}

function perform(desk: MapiDesk, message: Incoming): MapiResult {
  const members = readMembers(message);
  if (!members) throw mapiErrors.unreadable('path, commonParams, bizContent');
  const { state, merchant, text } = checkMembers(members, desk.register);
  if (!merchant?.institution) throw mapiErrors.institution();
  if (desk.gate.believe(state) !== 'valid') throw mapiErrors.signature();
  const call = Object.hasOwn(MAPI_CALLS, members.path) ? MAPI_CALLS[members.path] : undefined;
  if (!call) throw mapiErrors.path();
  const signed = Buffer.from(text).toString('base64');
  const proof = { signed, signature: members.sign ?? '', key: `mapi ${merchant.institution.code}` };
  return call.perform(desk, { merchant, bizContent: members.bizContent, proof });
}

async function sealed({ keys }: MapiDesk, values: Readonly<Record<string, Json>>): Promise<Response> {
  const body = JSON.stringify({ ...values, sign: await keys.sign(values) });
  return answer(200, { 'Content-Type': 'application/json;charset=UTF-8', ...PROFILE_HEADER }, body);
}

/** The form of the cashier names an order that was made before, signed like everything else. @throws BestPayError */
function atCashier(desk: MapiDesk, message: Incoming): string {
  const { values, fault } = readForm(message);
  if (fault !== undefined) throw mapiErrors.unreadable(fault);
  const fields = Object.fromEntries(values);
  const merchant = desk.register.institution(fields['merchantNo']);
  if (!merchant?.institution) throw mapiErrors.institution();
  const fits = verifyRsa(signedText(fields), fields['sign'] ?? '', merchant.institution.publicKey);
  const state = fields['sign'] ? (fits ? 'valid' : 'invalid') : 'missing';
  if (desk.gate.believe(state) !== 'valid') throw mapiErrors.signature();
  const trade = desk.book.byOutTradeNo(merchant.merchantId, fields['outTradeNo'] ?? '');
  const same = trade?.tradeNo === fields['tradeNo'] && String(trade?.amountFen) === fields['tradeAmt'];
  if (trade?.product !== 'h5' || !same) throw mapiErrors.notFound();
  return trade.credential;
}

/** The addresses of the newer platform: one for every call, and the cashier. */
export function mountMapi(app: Hono, desk: MapiDesk, report: (error: unknown) => void): void {
  app.post(SDK_PATH, async (context) => {
    const message = await incoming(context.req.raw);
    try {
      return await sealed(desk, { success: true, errorCode: null, errorMsg: null, result: perform(desk, message) });
    } catch (error) {
      const { code: errorCode, text: errorMsg } = refusalOf(error, report);
      return sealed(desk, { success: false, errorCode, errorMsg, result: null });
    }
  });

  app.post(H5_PATH, async (context) => {
    const message = await incoming(context.req.raw);
    try {
      return onToWallet(atCashier(desk, message));
    } catch (error) {
      return refusedAtCashier(languageOf(message.headers), refusalOf(error, report));
    }
  });
}
