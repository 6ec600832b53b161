import { Given, Then, When } from '@cucumber/cucumber';
import type { Forgery } from '../simulators/providers/contract';
import { plan, tradeOf } from './actions';
import { Prerequisite } from './drivers/platform';
import type { HutongWorld } from './world';

When(
  "{provider} gets a request in the platform's name, {forgery}",
  async function (this: HutongWorld, provider: string, forgery: Forgery) {
    const { trade, payee } = await tradeOf(this, this.order, provider);
    const target = this.provider(provider);
    const request = await target.forgeRequest(payee, trade, forgery);
    if (!request) throw new Prerequisite(`a payment at ${provider} to ask about`, 'its books have none');
    await this.market.network.send(request, { from: 'stranger', reader: target.reader });
  },
);

Given(
  'somebody answers in the name of {provider} that the order is paid, {forgery}',
  async function (this: HutongWorld, provider: string, forgery: Forgery) {
    const { trade, payee } = await tradeOf(this, this.order, provider);
    const issuer = this.provider(provider);
    const answer = async () => {
      const forged = await issuer.forgeAnswer(payee, trade, forgery);
      if (!forged) throw new Prerequisite(`a payment at ${provider} to speak of`, 'its books have none');
      return forged;
    };
    plan(this, { fault: 'impostor', from: 'platform', to: provider, kind: 'payment.query', answer });
  },
);

Given('{provider} has published a new key and signs with it', async function (this: HutongWorld, provider: string) {
  await this.provider(provider).rotateKeys(false);
  await this.provider(provider).rotateKeys(true);
  this.market.history.append({ type: 'act', by: provider, kind: 'key.rotated', facts: {} });
});

Then('everything that was sent is signed', async function (this: HutongWorld) {
  await this.observe();
  this.judge('SEC-001/everything-signed');
});

Then('the provider refuses it', function (this: HutongWorld) {
  this.judge('SEC-001/requests-checked');
});

Then('the platform does not believe it', async function (this: HutongWorld) {
  await this.observe();
  this.judge('SEC-001/answers-checked');
});

Then('whoever names an unknown key is refused', async function (this: HutongWorld) {
  await this.observe();
  this.judge('SEC-002/unknown-key-refused');
});

Then('nothing was lost in the change', async function (this: HutongWorld) {
  await this.observe();
  this.judge('SEC-002/rotation-loses-nothing');
});
