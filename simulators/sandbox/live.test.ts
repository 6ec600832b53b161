import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Activity } from '../kernel/activity';
import { VirtualClock } from '../kernel/clock';
import { FaultPlan } from '../kernel/faults';
import { History } from '../kernel/history';
import { answer, type Incoming } from '../network/message';
import { Network } from '../network/network';
import { ConnectionLost, type Party, type Reader } from '../network/party';
import { LiveList } from './live';
import { Seam } from './seam';

const reader: Reader = { request: () => ({ from: 'shop', kind: 'payment.create', facts: {} }), answer: () => ({}) };
const message = (body = ''): Incoming => ({
  method: 'POST',
  target: '/',
  url: 'http://127.0.0.1/',
  headers: new Headers(),
  body: Buffer.from(body),
  tooLarge: false,
});

/** A seam whose notices go nowhere. */
function openSeam(transport: () => Promise<Response>): Seam {
  const activity = new Activity();
  const clock = new VirtualClock(0, activity);
  const network = new Network(clock, new History(() => 0), new FaultPlan(), activity, transport);
  return new Seam(network, new LiveList());
}

const party = (fetch: Party['fetch']): Party => ({ name: 'gateway', origins: [], reader, fetch });

test('only the latest exchanges are kept, the newest first', async () => {
  const list = new LiveList();
  for (let number = 0; number < 2_000; number += 1)
    list.answered(list.begin(message(), reader, 'gateway'), answer(200, {}, ''));
  const shown = await list.list();
  assert.deepEqual([shown.length, shown[0]?.id, shown.at(-1)?.id], [300, 2_000, 1_701]);
  assert.deepEqual(
    (await list.list(1_998)).map(({ id }) => id),
    [2_000, 1_999],
  );
  list.clear();
  assert.deepEqual(await list.list(), []);
});

test('a large body is cut, and its size is told', async () => {
  const list = new LiveList();
  list.answered(list.begin(message('x'.repeat(100_000)), reader, 'gateway'), answer(200, {}, 'y'.repeat(9_000)));
  const [shown] = await list.list();
  assert.match(shown?.requestBody ?? '', /^x{8192} … \(100000 bytes\)$/);
  assert.match(shown?.answerBody ?? '', /^y{8192} … \(9000 bytes\)$/);
});

test('what nobody can read is shown as bytes all the same', async () => {
  const list = new LiveList();
  const helpless: Reader = {
    request: () => {
      throw new Error('what is this?');
    },
    answer: () => ({}),
  };
  list.begin(message('\u0000'), helpless, 'gateway');
  const [shown] = await list.list();
  assert.deepEqual(
    [shown?.from, shown?.kind, shown?.requestBody, shown?.status],
    ['stranger', 'unknown', '\u0000', undefined],
  );
});

test('an answer that was read on its socket is still in the list', async () => {
  const seam = openSeam(() => Promise.reject(new ConnectionLost('ECONNREFUSED')));
  const request = () => new Request('http://127.0.0.1/page');
  const response = await seam.receive(
    party(() => new Response('<p>a page</p>')),
    request(),
    '/page',
  );
  assert.equal(await response.text(), '<p>a page</p>');
  assert.equal((await seam.live.list())[0]?.answerBody, '<p>a page</p>');
  // Even where an answer cannot be read any more, the list says that there was one.
  const spent = seam.live.begin(message(), reader, 'gateway');
  seam.live.answered(spent, response);
  assert.deepEqual(
    (await seam.live.list()).map(({ status }) => status),
    [200, 200],
  );
});

test('a notice that cannot be delivered says why', async () => {
  const seam = openSeam(() => Promise.reject(new ConnectionLost('ECONNREFUSED')));
  const sending = seam.send(
    new Request('http://127.0.0.1:9/notify', { method: 'POST', body: '{}' }),
    reader,
    'gateway',
  );
  await assert.rejects(sending, { name: 'ConnectionLost', code: 'ECONNREFUSED' });
  const [shown] = await seam.live.list();
  assert.deepEqual(
    [shown?.from, shown?.to, shown?.failure],
    ['gateway', '127.0.0.1:9', 'connection lost (ECONNREFUSED)'],
  );
});
