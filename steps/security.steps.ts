import { Given, Then, When } from '@cucumber/cucumber';
import { secretShapes } from '../simulators/kernel/secret-shapes';
import { MINUTE_MS } from '../simulators/kernel/time';
import type { Forgery } from '../simulators/providers/contract';
import { forgeNotice, plan, sendForgedNotice, sendNotices, tradeOf } from './actions';
import { payeeAt } from './direct';
import { Prerequisite } from './drivers/platform';
import { firstRun } from './own-run';
import { folderText, keyCanaries, places, record, recordScan } from './scan';
import type { HutongWorld } from './world';

/** A stranger asks a provider about the order as the platform would, with a forgery applied. */
async function askInThePlatformsName(world: HutongWorld, provider: string, forgery: Forgery): Promise<void> {
  const { trade, payee } = await tradeOf(world, world.order, provider);
  const target = world.provider(provider);
  const request = await target.forgeRequest(payee, trade, forgery);
  if (!request) throw new Prerequisite(`a payment at ${provider} to ask about`, 'its books have none');
  await world.market.network.send(request, { from: 'stranger', reader: target.reader });
}

When(
  "{provider} gets a request in the platform's name, {forgery}",
  async function (this: HutongWorld, provider: string, forgery: Forgery) {
    await askInThePlatformsName(this, provider, forgery);
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

Then('whoever speaks from another time is refused', async function (this: HutongWorld) {
  await this.observe();
  this.judge('SEC-003/window-kept');
});

/** Notes that the next message of a party is a copy: of the same message, or of one that was meant for somewhere else. */
function noteReplay(world: HutongWorld, kind: 'again' | 'for-another-order' | 'to-another-party', by: string): void {
  world.market.history.append({ type: 'act', by, kind: `replayed.${kind}`, facts: {} });
}

When(
  'the notice of {provider} arrives again, byte for byte, now and {int} minutes later',
  async function (this: HutongWorld, provider: string, minutes: number) {
    const notice = await forgeNotice(this, provider, undefined);
    const copies = [notice.clone(), notice.clone()];
    await sendNotices(this, provider, [notice]);
    for (const copy of copies) {
      noteReplay(this, 'again', provider);
      await sendNotices(this, provider, [copy]);
      await this.market.clock.advance(minutes * MINUTE_MS);
    }
  },
);

When(
  'the next request for a refund reaches {provider} twice, byte for byte',
  function (this: HutongWorld, provider: string) {
    plan(this, { fault: 'duplicate', from: 'platform', to: provider, kind: 'refund.create', times: 1 });
  },
);

const MOVED: Forgery = 'with-the-signature-of-another-order';

When(
  '{provider} gets a request with the signature of another order',
  async function (this: HutongWorld, provider: string) {
    noteReplay(this, 'for-another-order', 'stranger');
    await askInThePlatformsName(this, provider, MOVED);
  },
);

When(
  'a notice of {provider} arrives with the signature of another order',
  async function (this: HutongWorld, provider: string) {
    noteReplay(this, 'for-another-order', provider);
    await sendForgedNotice(this, provider, MOVED);
  },
);

When(
  'a genuine notice of {provider} arrives where {provider} is expected',
  async function (this: HutongWorld, provider: string, other: string) {
    const notice = await forgeNotice(this, provider, undefined);
    noteReplay(this, 'to-another-party', provider);
    await sendNotices(this, provider, [new Request(notice.url.replace(provider, other), notice)]);
  },
);

Then('the copies have changed nothing', async function (this: HutongWorld) {
  await this.observe();
  this.judge('SEC-003/replay-has-no-effect');
});

Then('what was meant for somewhere else is refused', async function (this: HutongWorld) {
  await this.observe();
  this.judge('SEC-003/elsewhere-refused');
});

Then('nobody takes a retry for a copy', async function (this: HutongWorld) {
  await this.observe();
  this.judge('SEC-003/retry-is-understood');
});

async function crash(world: HutongWorld, provider: string): Promise<void> {
  world.market.history.append({ type: 'act', by: 'harness', kind: 'crashed', facts: { provider } });
  await world.provider(provider).crash();
}

/** Looks into a provider's books for every order that it was asked to take, and notes what is there. */
function readBooks(world: HutongWorld, provider: string): void {
  const { history } = world.market;
  const asked = history.events().filter(({ type, to, kind }) => {
    return type === 'message' && to === provider && kind === 'payment.create';
  });
  for (const { trade = '', facts } of new Map(asked.map((event) => [event.trade, event])).values()) {
    const merchant = String(facts['payee']).replace('merchant:', '');
    const kept = world.provider(provider).book.byOutTradeNo(payeeAt(world, provider, merchant), trade);
    const found = { stored: kept !== undefined, proven: kept !== undefined && world.provider(provider).proves(kept) };
    history.append({ type: 'probe', by: provider, kind: 'books.read', trade, facts: found });
  }
}

Given('{provider} crashes', async function (this: HutongWorld, provider: string) {
  await crash(this, provider);
});

Given('{provider} crashes before it looks at an order', function (this: HutongWorld, provider: string) {
  plan(this, { fault: 'crash-before', to: provider, kind: 'payment.create', times: 1 });
});

Given('{provider} crashes before its answer leaves', function (this: HutongWorld, provider: string) {
  plan(this, { fault: 'crash-after', to: provider, kind: 'payment.create', times: 1 });
});

Given('{provider} crashes as soon as its answer has left', function (this: HutongWorld, provider: string) {
  const stop = this.market.history.subscribe(({ type, by, kind }) => {
    if (type !== 'answer' || by !== provider || kind !== 'payment.create') return;
    stop();
    // The books are read at once: what is written down only later was not there when the answer left.
    void crash(this, provider).then(() => readBooks(this, provider));
  });
});

Then('every order that was acknowledged is in the books of {provider}', function (this: HutongWorld, provider: string) {
  readBooks(this, provider);
  this.judge('SEC-004/acknowledged-is-stored');
});

Then('each is there with the signature of whoever asked', function (this: HutongWorld) {
  this.judge('SEC-004/stored-with-its-signature');
});

When('every file of the repository is searched for secrets', function (this: HutongWorld) {
  for (const [file, text] of this.harness.tree()) {
    const found = secretShapes(text);
    if (found.length > 0) record(this, { place: file, what: 'tree', searched: true, found });
  }
  record(this, { place: 'repository', what: 'tree', searched: true, found: [] });
});

Then('no file holds one', function (this: HutongWorld) {
  this.judge('SEC-005/tree-is-clean');
});

When("everything that was left behind is searched for today's keys", async function (this: HutongWorld) {
  await this.observe();
  const keys = await keyCanaries();
  for (const [place, text] of places(this)) recordScan(this, place, text, keys, 'keys');
});

When('the folder and the output of a whole run are searched for secrets', async function (this: HutongWorld) {
  const { dir, output } = await firstRun(this.parameters.seed);
  for (const [place, text] of Object.entries({ folder: folderText(dir), output })) {
    record(this, { place: `${place} of the run`, what: 'keys', searched: text !== '', found: secretShapes(text) });
  }
});

Then('no secret was left behind', function (this: HutongWorld) {
  this.judge('SEC-005/run-is-clean');
});
