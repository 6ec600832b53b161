import { rmSync } from 'node:fs';
import { Activity } from '../kernel/activity';
import { WallClock } from '../kernel/clock';
import { FaultPlan } from '../kernel/faults';
import { History } from '../kernel/history';
import type { KeyMint } from '../kernel/keys';
import { readMarket } from '../market/market';
import type { SocketHandler } from '../network/listener';
import { Network } from '../network/network';
import { ConnectionLost } from '../network/party';
import type { SandboxGateway } from '../providers/sandbox';
import { Control } from './control/control';
import type { Addresses } from './control/index-page';
import { type SandboxDocument, sandboxDocument } from './document';
import { type SandboxFolder, writeWhole } from './folder';
import { GATEWAY_NAMES, KEPT_TRADES, openGateway } from './gateways';
import { Journal } from './journal';
import { LiveList } from './live';
import { FolderError } from './lock';
import { Platform } from './platform';
import { Ports } from './ports';
import { deliver } from './postman';
import { Seam } from './seam';
import { Shop } from './shop';

/** How a sandbox is opened. */
export interface SandboxOptions {
  readonly folder: SandboxFolder;
  readonly keys: KeyMint;
  /** The gateways to open, by name. */
  readonly gateways: readonly string[];
  /** The first of its ports; without it, free ones. */
  readonly basePort?: number;
  /** Where the document goes. */
  readonly documentFile?: string;
  /** The sandbox's own trouble, as it happens. */
  readonly report: (error: unknown) => void;
}

/** A sandbox that is open. */
export interface Sandbox {
  readonly document: SandboxDocument;
  readonly control: string;
  readonly shop: string;
  readonly live: string;
  close(): Promise<void>;
}

/** So much of the history is kept; nobody judges a sandbox. */
const KEPT_EVENTS = 1_000;
/** How long a receiver of a notification has. */
const RECEIVER_TIMEOUT_MS = 5_000;
/** Hosts under which browsers and clients on this machine open pages. */
const HOSTS = ['127.0.0.1', 'localhost'];

/** Each address has its place behind the first port, whichever gateways are open. */
const portOf = (base: number | undefined, place: number) => (base === undefined ? 0 : base + place);

async function openPorts({ basePort, gateways }: SandboxOptions): Promise<Ports> {
  const ports = new Ports();
  try {
    await ports.add('shop', portOf(basePort, 0));
    await ports.add('control', portOf(basePort, 1));
    for (const name of gateways) await ports.add(name, portOf(basePort, 2 + GATEWAY_NAMES.indexOf(name)));
    return ports;
  } catch (error) {
    await ports.close();
    throw error;
  }
}

/** The receivers of notifications may have any address of this machine; no party is reached but over its socket. */
function openSeam(clock: WallClock): Seam {
  const history = new History(() => clock.now(), KEPT_EVENTS);
  const transport = (_: unknown, request: Request) => deliver(request, RECEIVER_TIMEOUT_MS);
  return new Seam(new Network(clock, history, new FaultPlan(), new Activity(), transport), new LiveList());
}

/**
 * Opens the sandbox: gateways in wall-clock time, each on its own port, a control port, and the reference checkout with
 * a shop. Resolves when every port answers and the document is written.
 * @throws PortTaken when a port cannot be had; FolderError when the journal cannot be read or the document not written.
 */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { folder, keys, documentFile, report } = options;
  const ports = await openPorts(options);
  // An earlier run's document would mislead whoever waits for this one's.
  if (documentFile !== undefined) rmSync(documentFile, { force: true });
  const market = readMarket('open-platform');
  const clock = new WallClock(report);
  const seam = openSeam(clock);
  const journal = folder.kept ? new Journal(folder.file('orders.ndjson'), KEPT_TRADES) : undefined;
  const surroundings = { market, keys, clock, seam, journal, kept: journal?.open(), report, hosts: HOSTS };
  const open = async (name: string): Promise<[string, SandboxGateway]> => [
    name,
    await openGateway(name, ports.origin(name), surroundings),
  ];
  const gateways = new Map(await Promise.all(options.gateways.map(open)));
  for (const [name, { provider }] of gateways) {
    ports.serve(
      name,
      guarded(report, (request, target) => seam.receive(provider, request, target)),
    );
  }

  const control = ports.origin('control');
  const shop = ports.origin('shop');
  const gatewayOrigin = (name: string) => ports.origin(name);
  let document: SandboxDocument = {};
  const rewrite = () => {
    const write = (gateway: string) => (name: string, content: string | Uint8Array) =>
      folder.hand(gateway, name, content);
    document = sandboxDocument(gateways, market.payers, { control, shop, gateway: gatewayOrigin }, write);
    if (documentFile !== undefined) writeDocument(documentFile, document);
  };
  const platform = new Platform({
    market,
    keys,
    clock,
    databaseFile: folder.file('platform.db'),
    origin: shop,
    gateways,
    gatewayOrigin,
    report,
  });
  const addresses: Addresses = [
    ['shop', shop],
    ['control', control],
    ...[...gateways.keys()].map((name) => [name, ports.origin(name)] as const),
  ];
  const desk = { gateways, people: market.payers, seam, journal, document: () => document, rewrite };
  const controlPort = new Control(desk, addresses);
  const shopPort = new Shop({ market, platform, gateways, control });
  ports.serve(
    'control',
    guarded(report, (request) => controlPort.fetch(request)),
  );
  ports.serve(
    'shop',
    guarded(report, (request) => shopPort.fetch(request)),
  );
  ports.ready();
  rewrite();
  if (platform.hasHistory) setImmediate(() => void platform.checkout().catch(report));

  return {
    get document() {
      return document;
    },
    control,
    shop,
    live: `${control}/live`,
    close: async () => {
      await ports.close();
      await platform.stop();
      journal?.close();
    },
  };
}

/** @throws FolderError when there is no writing the file. */
function writeDocument(file: string, document: SandboxDocument): void {
  try {
    writeWhole(file, `${JSON.stringify(document, null, 2)}\n`);
  } catch (error) {
    throw new FolderError(`the document cannot be written to ${file}: ${(error as Error).message}`);
  }
}

/** What nobody foresaw is reported, and the asker is told that it is not his fault. */
function guarded(report: (error: unknown) => void, handle: SocketHandler): SocketHandler {
  return async (request, target) => {
    try {
      return await handle(request, target);
    } catch (error) {
      // A planned fault is to look like one to whoever asks.
      if (error instanceof ConnectionLost) throw error;
      report(error);
      return new Response('the sandbox itself failed; see its terminal\n', { status: 500 });
    }
  };
}
