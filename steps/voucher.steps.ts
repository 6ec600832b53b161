import { Then, When } from '@cucumber/cucumber';
import { giveUpAtWallet, PERSON } from './actions';
import { VoucherDriver } from './drivers/vouchers';
import type { HutongWorld } from './world';

/** Somebody who has the same wallets and has paid nothing. */
const SOMEBODY_ELSE = 'wang-wei';

/** The platform's record is read first: what the wallet shows is compared with what it says at that moment. */
async function lookUp(world: HutongWorld, provider: string, payer: string): Promise<void> {
  await world.observe();
  const wallet = new VoucherDriver(world.market, world.provider(provider));
  for (const language of ['zh', 'en'] as const) await wallet.lookUp(payer, { language });
}

When('the payer gives up in the wallet of {provider}', async function (this: HutongWorld, provider: string) {
  await giveUpAtWallet(this, provider);
});

When(
  'the payer looks up the bill and the vouchers in {provider}',
  async function (this: HutongWorld, provider: string) {
    await lookUp(this, provider, PERSON);
  },
);

When('somebody else looks up the bill and the vouchers in {provider}', async function (this: HutongWorld, to: string) {
  await lookUp(this, to, SOMEBODY_ELSE);
});

Then('the bill has every payment and refund with its voucher, and nothing else', function (this: HutongWorld) {
  this.judge('NOTI-008/voucher-for-each');
});

Then("the vouchers say the same as the platform's record", function (this: HutongWorld) {
  this.judge('NOTI-008/equal-to-the-record');
});
