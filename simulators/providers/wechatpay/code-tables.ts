import { must, object, text } from './field-forms';
import type { Field } from './fields';
import { AMOUNT, APPLICATION, type Caller, GOODS, outTradeNo } from './tables';

/** Goods of a code payment spell one member differently (sheet 1.3). */
const CODE_GOODS: readonly Field[] = GOODS.map((field) => ({
  ...field,
  at: field.at.replace('/wechatpay_goods_id', '/wxpay_goods_id'),
}));

/** The table of a payment with a payer's code (sheet 1.3): no address for notices, the device's own address instead. */
export const codeFields = (caller: Caller, storeInfo: string): readonly Field[] => [
  ...APPLICATION[caller],
  text('/description', '商品描述', 127, must),
  outTradeNo,
  text('/attach', '附加数据', 128),
  text('/goods_tag', '订单优惠标记', 32),
  { at: '/support_fapiao', zh: '电子发票入口开放标识', type: 'boolean' },
  object('/payer', '支付者', must),
  text('/payer/auth_code', '付款码', 128, must),
  ...AMOUNT,
  object('/scene_info', '场景信息', must),
  text('/scene_info/device_id', '商户端设备号', 32),
  text('/scene_info/device_ip', '商户端设备IP', 45),
  object('/scene_info/store_info', '商户门店信息', storeInfo === 'required' ? must : {}),
  text('/scene_info/store_info/id', '门店编号', 32),
  text('/scene_info/store_info/out_id', '商家自定义编码', 32),
  ...CODE_GOODS,
  object('/settle_info', '结算信息'),
  { at: '/settle_info/profit_sharing', zh: '是否指定分账', type: 'boolean' },
];

/** What the body of a reversal names. */
export const reverseFields: Record<Caller, readonly Field[]> = {
  direct: APPLICATION.direct,
  partner: APPLICATION.partner.map((field) => (field.at === '/sp_appid' ? { ...field, required: false } : field)),
};
