import { confirmationOf } from '../checkout/web/confirmation';
import { Aggregator, type BeginAggregated } from '../codes/aggregated';
import { deskName, deskOrigin, MemberDesk } from '../codes/member/desk';
import type { MemberPort } from '../codes/member/port';
import { type CodeParts, codeParts } from '../codes/parts';
import { type RecognitionRow, recognitionOf } from '../codes/recognition';
import { type CodeTables, resolveCode } from '../codes/resolve';
import { type MerchantCodeRow, merchantCodeTable } from '../codes/tables/merchant-codes';
import { payerCodeTable } from '../codes/tables/payer-codes';
import { Till, type TillOrder } from '../codes/till';
import { Line } from '../codes/xscan/caller';
import { ScanReader } from '../codes/xscan/reader';
import { ScanSwitch, SWITCH, SWITCH_ORIGIN } from '../codes/xscan/switch';
import type { SecretOf } from '../codes/xscan/wire';
import type { Fact } from '../kernel/history';
import { processMint } from '../kernel/keys';
import { beijingDay } from '../kernel/time';
import type { Wire } from '../network/wire';
import { acquirer } from './acquirer';
import { crossClearing } from './cross-clearing';
import { memberPort } from './member-port';
import type { World } from './world';

/** What the codes of a world are opened with. */
export interface CodesOptions {
  readonly wire: Wire;
  readonly parts?: Partial<CodeParts>;
  /** Which wallets recognise which codes, as far as it is declared; more may be declared while the world lasts. */
  readonly recognition: () => readonly RecognitionRow[];
}

/** The codes of a world: its switch, each member's desk, tills of merchants, and aggregated codes. */
export interface Codes {
  readonly parts: CodeParts;
  readonly tables: CodeTables;
  readonly scanSwitch: ScanSwitch;
  readonly desks: ReadonlyMap<string, MemberDesk>;
  readonly aggregator: Aggregator;
  /** A merchant's till with the schemes that it has signed up with, in the order of its preference. */
  till(schemes: readonly string[]): Till;
}

/** The networks of schemes whose codes stand in a table, and of the others their own name. */
const networkNames = new Map(merchantCodeTable.map(({ provider, network }) => [provider, network]));

/** The addresses of persons' codes and of aggregated ones: our own profile's. */
function ownAddresses(members: Iterable<string>): MerchantCodeRow[] {
  return [...members].map((provider) => ({
    network: networkNames.get(provider) ?? provider,
    provider,
    address: { scheme: 'https', host: new URL(deskOrigin(provider)).host, path: '^/p/[SD][0-9A-Za-z]{15}$', query: [] },
    kind: 'personal',
    source: 'xscan-sim-profile',
    mark: 'house',
  }));
}

/** Opens the codes of a world, on the same wire and in the same history. */
export async function openCodes(world: World, options: CodesOptions): Promise<Codes> {
  const { clock, history, network, random, market, checkout, clearing } = world;
  // Between members money moves at clearing institutions: who has no place there is no member.
  const providers = new Map([...world.providers].filter(([id]) => clearing.members.has(id)));
  const parts: CodeParts = { ...codeParts, ...options.parts };
  const draw = random.stream('codes');
  const report = (error: unknown) => void (world.troubles as unknown[]).push(error);
  const secretOf: SecretOf = (member) =>
    providers.has(member) ? processMint.secret(`xscan/${member}`, 32) : undefined;
  const reader = (atSwitch: boolean) =>
    new ScanReader(secretOf, world.tokens, (member) => (atSwitch ? deskName(member) : SWITCH));
  // What arrives at the switch comes from a member, and what arrives at a member from the switch.
  const [switchReader, deskReader] = [reader(true), reader(false)];
  const line = (member: string, from: string, to: string, reads: ScanReader) =>
    new Line((request) => network.send(request, { from, reader: reads }), reads, member, secretOf(member) ?? '', to);
  const names = (merchant: string) => {
    const found = market.merchants.find(({ id }) => id === merchant);
    return found ? [found.name.zh, found.name.en] : [market.name.zh, market.name.en];
  };
  const merchantOf = (provider: string, payee: string) =>
    Object.entries(checkout.service.provider(provider)?.payees ?? {}).find(([, account]) => account === payee)?.[0] ??
    '';
  const ports = new Map<string, MemberPort>(
    [...providers].map(([id, provider]) => [
      id,
      memberPort({
        provider,
        people: market.payers,
        random: draw,
        namesOf: (payee) => names(merchantOf(id, payee)),
        token: (person) => world.tokens.token(person),
      }),
    ]),
  );
  const members = new Map([...ports].map(([id, { name }]) => [id, name]));
  const tables: CodeTables = {
    payerCodes: payerCodeTable(beijingDay(clock.now())),
    merchantCodes: [...merchantCodeTable, ...ownAddresses(providers.keys())],
    networkOf: (scheme) => (members.has(scheme) ? (networkNames.get(scheme) ?? scheme) : undefined),
    readMerchantCode: (text) => parts.readMerchantCode(text),
    readAddress: (text, table) => parts.readAddress(text, table),
  };
  const resolve = (code: string) => resolveCode(code, tables);
  const declared = recognitionOf(options.recognition);
  const recognises = parts.recognises(declared);
  const settlement = parts.settlement(crossClearing(world));

  const desks = new Map<string, MemberDesk>(
    [...ports].map(([id, port]) => [
      id,
      new MemberDesk({
        port,
        parts,
        clock,
        random: draw.stream(id),
        reader: deskReader,
        line: line(id, deskName(id), SWITCH_ORIGIN, switchReader),
        recognises,
        declared,
        resolve,
        members,
        report,
      }),
    ]),
  );
  const lines = new Map([...ports.keys()].map((id) => [id, line(id, SWITCH, deskOrigin(id), deskReader)]));
  const scanSwitch = new ScanSwitch({
    clock,
    random: draw.stream('switch'),
    reader: switchReader,
    lines,
    settlement,
    recognises,
    resolve,
    reduce: parts.reduceScan,
    report,
  });
  const aggregator = new Aggregator(draw.stream('aggregated'), parts, beginAt(world), report);
  for (const party of [scanSwitch, aggregator, ...desks.values()]) network.register(party);
  await options.wire.attach(network);

  const till = (schemes: readonly string[]): Till => {
    const acquirers = new Map(
      schemes.flatMap((id) => {
        const [provider, desk] = [providers.get(id), desks.get(id)];
        if (!provider || !desk) return [];
        const settings = {
          provider,
          desk,
          protocol: checkout.service.protocol(id),
          payeeOf: (merchant: string) => checkout.service.provider(id)?.payees[merchant] ?? '',
          notifyUrl: `${market.origin}/notify/${id}`,
          now: () => clock.now(),
        };
        return [[id, acquirer(settings)] as const];
      }),
    );
    const takes: Till['settings']['takes'] = ({ wallet, scheme }) =>
      recognises({ wallet, scheme, kind: 'merchant', direction: 'merchant-scans' }, beijingDay(clock.now()));
    const decided: Till['settings']['decided'] = (code, { number, merchant }: TillOrder, found) => {
      const digits = /^\d+$/.test(code);
      const shape = { begins: code.slice(0, 2), characters: code.length, digits, code: world.tokens.token(code) };
      const facts = { ...shape, merchant, ...found } as Record<string, Fact>;
      history.append({ type: 'decision', by: 'till', kind: 'code.routed', trade: number, facts });
    };
    return new Till({ table: tables.payerCodes, acquirers, takes, parts, decided });
  };
  return { parts, tables, scanSwitch, desks, aggregator, till };
}

/** An app that has scanned an aggregated code goes through the platform's own cashier with its scheme chosen. */
function beginAt({ checkout, network, market }: World): BeginAggregated {
  return async ({ orderNo }, provider, request) => {
    const order = checkout.service.store.order(orderNo);
    if (!order) return { ok: false, why: 'no-such-order' };
    const address = `${market.origin}/pay/${order.token}`;
    const agent = { 'user-agent': request.headers.get('user-agent') ?? '', 'accept-language': 'zh-CN' };
    const shown = await network.receive(checkout, new Request(address, { headers: agent }));
    // An order that is over leads to its own page, whichever app scans it then.
    if (shown.status !== 200) return { ok: true, url: `${address}/status` };
    const body = confirmationOf(await shown.text(), provider);
    const headers = { ...agent, 'content-type': 'application/x-www-form-urlencoded' };
    const post = new Request(`${address}/choose`, { method: 'POST', headers, body });
    const chosen = await network.receive(checkout, post);
    return chosen.status === 303 ? { ok: true, url: `${address}/go` } : { ok: false, why: 'not-offered' };
  };
}
