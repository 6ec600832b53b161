import type { CodeParts } from '../codes/parts';
import type { RecognitionRow, RelationState } from '../codes/recognition';
import { CODE_KINDS } from '../codes/tables/merchant-codes';
import { MemoryWire } from '../network/memory';
import { productAt } from '../providers/profile';
import { type Codes, openCodes } from './codes';
import { openTestDay, type TestDay } from './test-day';

/** A test day with its codes, in which every scheme recognises every other one. */
export interface CodesBench {
  readonly day: TestDay;
  readonly codes: Codes;
  readonly rows: RecognitionRow[];
  /** Opens a page of a member's wallet. */
  page(member: string, path: string): Promise<{ status: number; text: string }>;
  /** Sends a form of a member's wallet. */
  send(member: string, path: string, form: Readonly<Record<string, string>>): Promise<{ status: number; text: string }>;
  /** A merchant's order by a scheme's own protocol: what its code says. */
  orderCode(provider: string, number: string, amountFen: number, merchant?: string): Promise<string>;
  /** A payer scans a code and confirms; the word that the wallet's last page says. */
  scanAndPay(member: string, code: string, more?: Readonly<Record<string, string>>): Promise<string>;
  close(): Promise<void>;
}

/** Every wallet with every other scheme, in both directions. */
export function everyPair(members: Iterable<string>, state: RelationState = 'live'): RecognitionRow[] {
  const all = [...members];
  return all.flatMap((wallet) =>
    all
      .filter((scheme) => scheme !== wallet)
      .flatMap((scheme) =>
        CODE_KINDS.flatMap((kind) =>
          (['payer-scans', 'merchant-scans'] as const)
            .filter((direction) => kind === 'merchant' || direction === 'payer-scans')
            .map((direction) => {
              const cell = { wallet, scheme, kind, direction, state };
              return { ...cell, from: '2020-01-01', source: 'for trial', mark: 'house' };
            }),
        ),
      ),
  );
}

const says = (text: string) => /data-says="([^"]*)" data-why="([^"]*)"/.exec(text);

export async function openCodesBench(seed: string, parts?: Partial<CodeParts>): Promise<CodesBench> {
  const wire = new MemoryWire();
  const day = await openTestDay(seed, undefined, undefined, wire);
  const { world } = day;
  const rows = everyPair(world.providers.keys());
  const codes = await openCodes(world, { wire, parts, recognition: () => rows });
  const visit = async (member: string, request: Request) => {
    const desk = codes.desks.get(member);
    if (!desk) throw new Error(`no desk of ${member}`);
    const response = await world.network.receive(desk, request);
    return { status: response.status, text: await response.text() };
  };
  const url = (member: string, path: string) => `https://${member}.xscan.example${path}`;
  const page: CodesBench['page'] = (member, path) =>
    visit(member, new Request(url(member, path), { headers: { 'accept-language': 'en' } }));
  const send: CodesBench['send'] = (member, path, form) =>
    visit(
      member,
      new Request(url(member, path), {
        method: 'POST',
        headers: { 'accept-language': 'en', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form).toString(),
      }),
    );
  return {
    day,
    codes,
    rows,
    page,
    send,
    async orderCode(provider, number, amountFen, merchant = 'tea-house') {
      const { service } = world.checkout;
      const found = world.providers.get(provider);
      if (!found) throw new Error(`no provider ${provider}`);
      const now = world.clock.now();
      const started = await service.protocol(provider).start({
        attemptNo: number,
        numberedAt: now,
        payee: service.provider(provider)?.payees[merchant] ?? '',
        product: productAt(found.profile, 'qr') ?? '',
        amountFen: amountFen as never,
        description: '一壶龙井',
        payBy: now + 1_800_000,
        notifyUrl: `${world.market.origin}/notify/${provider}`,
        returnUrl: world.market.origin,
        payerIp: '203.0.113.7',
        now,
      });
      if (started.kind !== 'ready' || started.handOff.type !== 'qr') throw new Error(JSON.stringify(started));
      return started.handOff.content;
    },
    async scanAndPay(member, code, more = {}) {
      const shown = await page(member, `/sim/wallet?${new URLSearchParams({ code, ...more })}`);
      if (shown.status !== 200) return says(shown.text)?.[2] ?? 'no page';
      const form = { code, payer: 'li-na', outcome: 'paid', ...more };
      const answer = says((await send(member, '/sim/wallet', form)).text);
      return answer?.[1] === 'refused' ? (answer[2] ?? '') : (answer?.[1] ?? 'no answer');
    },
    async close() {
      await day.close();
    },
  };
}
