import { BestPayError } from '../errors';

/** Refusals of the newer platform. Only API100001 is public; the others are this profile's own, and say so by their name. */
export const mapiErrors = {
  signature: () => new BestPayError('API100001', '签名认证失败'),
  unreadable: (what: string) => new BestPayError('SIM1001', `请求参数有误：${what}`),
  institution: () => new BestPayError('SIM1002', '机构不存在'),
  path: () => new BestPayError('SIM1003', '接口不存在'),
  notFound: () => new BestPayError('SIM1004', '订单不存在'),
  order: (why: string) => new BestPayError('SIM1005', `订单不可用：${why}`),
  refund: (why: string) => new BestPayError('SIM1006', `退款失败：${why}`),
} as const;
