import { readLink, readOutwardForm, readTrace } from './pages';
import { type PlacedOrder, type PlatformDriver, Prerequisite, type Setting } from './platform';

/** How far a payer goes for a hand-off before giving up. */
const MOST_PAGES = 6;

/** The way from the cashier to the hand-off, as the payer walks it. */
interface Trace {
  /** Acts of the payer: confirming the method is the first. */
  taps: number;
  /** Redirects inside the platform. */
  hops: number;
  /** Pages of the platform between the cashier and the hand-off. */
  pagesBetween: number;
  /** Warnings on the way. */
  warnings: number;
  /** True when the payer has to copy something by hand to get on. */
  copying: boolean;
}

/** Confirms a method and goes on until the provider has the payer or a code is shown; records the whole way. */
export async function walkToHandOff(
  platform: PlatformDriver,
  order: PlacedOrder,
  provider: string,
  setting: Setting,
): Promise<void> {
  const trace: Trace = { taps: 1, hops: 0, pagesBetween: 0, warnings: 0, copying: false };
  const { origin } = new URL(order.cashierUrl);
  let reply = await platform.choose(order, provider, setting);
  for (let page = 0; page < MOST_PAGES; page += 1) {
    if (reply.location !== undefined) {
      const next = new URL(reply.location, origin);
      if (next.origin !== origin) return record(platform, order, provider, setting, trace, 'address');
      trace.hops += 1;
      reply = await platform.page('GET', next.href, setting);
      continue;
    }
    const { code, picture, warnings, address } = readTrace(reply.text);
    trace.warnings += warnings;
    if (code || address) {
      trace.copying = !picture;
      return record(platform, order, provider, setting, trace, code ? 'code' : 'address');
    }
    const form = readOutwardForm(reply.text, origin);
    if (form) {
      // A page that sends its form by itself is passed like a redirect; one that waits for a press is a page between.
      if (!form.sendsItself) Object.assign(trace, { taps: trace.taps + 1, pagesBetween: trace.pagesBetween + 1 });
      return record(platform, order, provider, setting, trace, 'address');
    }
    const onward = readLink(reply.text);
    if (onward === undefined) break;
    trace.taps += 1;
    trace.pagesBetween += 1;
    const next = new URL(onward, origin);
    if (next.origin !== origin) return record(platform, order, provider, setting, trace, 'address');
    reply = await platform.page('GET', next.href, setting);
  }
  throw new Prerequisite(`the way to ${provider} to lead there`, `it ended after ${trace.pagesBetween} pages`);
}

function record(
  platform: PlatformDriver,
  order: PlacedOrder,
  provider: string,
  setting: Setting,
  trace: Trace,
  ends: string,
): void {
  const facts = { provider, ...setting, ...trace, ends };
  platform.world.history.append({ type: 'page', by: 'payer', kind: 'handoff.walked', order: order.orderNo, facts });
}
