import { z } from 'zod';

/**
 * The form of each member that decides something. Values are signed without anything between them, so that the same
 * signature fits other boundaries; only their forms tell those apart (requirement HB-03).
 */
const amount = z.string().regex(/^[1-9]\d{0,12}$/);
const orderId = z.string().regex(/^[0-9A-Za-z_-]{1,50}$/);
const payNo = z.string().regex(/^\d{18}$/);
const merchantId = z.string().regex(/^\d{15}$/);
const day = z.string().regex(/^\d{8}$/);
const moment = z.string().regex(/^\d{14}$/);
const amtItem = z.string().regex(/^[A-Z_]+=\d{1,13}(#[A-Z_]+=\d{1,13})*$/);

const told = {
  merchantId,
  payNo,
  returnCode: z.literal('000000'),
  signType: z.literal('MD5'),
  version: z.literal('2.0.0'),
  amount,
  amtItem,
  mobile: z.string().regex(/^(1\d\d\*{4}\d{4})?$/),
  orderId,
  status: z.string().regex(/^[A-Z_]{1,20}$/),
  fee: z.string().regex(/^(0|[1-9]\d{0,12})$/),
};

export const queryAnswer = z.object({
  ...told,
  type: z.literal('OrderQuery'),
  payDate: z.union([moment, z.literal('')]),
});
export const notice = z.object({
  ...told,
  type: z.string().regex(/^[A-Za-z]{1,32}$/),
  payDate: z.union([moment, z.literal('')]),
  accountDate: day,
});
export const orderAnswer = z.object({ merchantId, requestId: z.string(), payUrl: z.string() });
export const codeAnswer = z.object({ merchantId, requestId: z.string(), orderId, amount });
export const refundAnswer = z.object({ merchantId, payNo, amount, orderId, status: z.string() });
export const billAnswer = z.object({ merchantId, fileUrl: z.url(), fileDigest: z.string().regex(/^[0-9a-f]{64}$/) });

/** The sum of the parts of an amount, such as `CNY_AMT=1#CMY_AMT=0` (requirement HB-07). */
export const sumOf = (item: string): number =>
  item.split('#').reduce((sum, part) => sum + Number(part.slice(part.indexOf('=') + 1)), 0);
