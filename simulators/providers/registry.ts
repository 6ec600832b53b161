import { alipay } from './alipay';
import type { ProviderFactory } from './contract';
import { wechatpay } from './wechatpay';

/** Every provider of the house, by the name that markets use. */
export const providerFactories: Readonly<Record<string, ProviderFactory>> = { alipay, wechatpay };
