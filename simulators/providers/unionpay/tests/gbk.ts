import { createHash, sign } from 'node:crypto';
import { encodeText, formText } from '../../charset';
import type { MerchantKit } from '../enrolment';
import { textOf, type Values } from './bench';

/** A signed form in GBK: its text is hashed, and its values are written, in that charset. */
export function gbkForm({ holder }: MerchantKit, values: Values): string {
  const named = { ...values, certId: holder.certId };
  const digest = createHash('sha256')
    .update(encodeText(textOf(named), 'gbk'))
    .digest('hex');
  const signature = sign('sha256', Buffer.from(digest), holder.pair.privateKey).toString('base64');
  return formText(Object.entries({ ...named, signature }), 'gbk');
}
