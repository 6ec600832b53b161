import { ConfigurationError, type ExitCode } from '../command-line';
import { tellsCpuTime } from './cpu-time';
import { measureGateway, type Plan } from './gateway';
import { GatewayProcess } from './gateway-process';
import { limitMeter } from './rsa-limit';
import { benchDocument, heading, roundLine, totalLines } from './table';
import { NotMeasured } from './trouble';

/** What can be measured. */
export const BENCHES = ['gateway'] as const;

/** The options of `hutong bench`. */
export interface BenchOptions {
  readonly json?: boolean;
}

/**
 * What is asked is what a gateway reaches that has been running for a while. The engine goes on compiling its code for
 * some twenty thousand requests; before that its own work, not the gateway's, is a fifth of what would be measured.
 */
const PLAN: Plan = { connections: 8, warmUp: 24_000, rounds: 5, requestsPerRound: 2_500 };
/** The measurement ends within this; a machine that is too busy for that gives no number. */
const LIMIT_MS = 180_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Rejects when the time is over or somebody wants the bench to end; `end` takes the watch off. */
function watch(): { over: Promise<never>; end: () => void } {
  let reject: (error: Error) => void = () => undefined;
  const over = new Promise<never>((_resolve, fail) => {
    reject = fail;
  });
  over.catch(() => undefined);
  const stopped = () => reject(new NotMeasured('stopped before the measurement was complete'));
  const late = () => reject(new NotMeasured(`not complete after ${LIMIT_MS / 1000} s; is this machine very busy?`));
  const timer = setTimeout(late, LIMIT_MS);
  for (const signal of SIGNALS) process.on(signal, stopped);
  const end = () => {
    clearTimeout(timer);
    for (const signal of SIGNALS) process.off(signal, stopped);
  };
  return { over, end };
}

async function benchGateway(json: boolean): Promise<ExitCode> {
  const { over, end } = watch();
  const gateway = new GatewayProcess();
  try {
    const meter = await limitMeter();
    if (!json) console.log(heading());
    const measuring = measureGateway(gateway, PLAN, meter, (round) => json || console.log(roundLine(round)));
    const document = benchDocument(await Promise.race([measuring, over]));
    console.log(json ? JSON.stringify(document, null, 2) : totalLines(document));
    return document.holds ? 0 : 1;
  } catch (error) {
    if (!(error instanceof NotMeasured)) throw error;
    console.error(`not measured: ${error.message}`);
    return 3;
  } finally {
    end();
    await gateway.close();
  }
}

/**
 * `hutong bench gateway`: how fast the WeChat Pay gateway is, as a share of the RSA limit of the processor time that it
 * used. Exit 0 from the share that is needed, 1 below it, 3 when it could not be measured.
 */
export async function bench(_what: (typeof BENCHES)[number], { json = false }: BenchOptions): Promise<ExitCode> {
  if (!tellsCpuTime()) {
    throw new ConfigurationError('found no /proc/self/stat, expected Linux: nothing else here tells processor time');
  }
  return benchGateway(json);
}
