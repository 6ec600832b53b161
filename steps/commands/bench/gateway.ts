import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { checkAnswers, type PlatformKey } from './answers';
import { LoadClient } from './client';
import type { GatewayProcess, GatewaySettings } from './gateway-process';
import { type SignedRequest, signOrders } from './load';
import type { LimitMeter } from './rsa-limit';
import { type Round, type Spread, shareOf, spreadOf } from './share';

/** How much is sent. */
export interface Plan {
  readonly connections: number;
  readonly warmUp: number;
  readonly rounds: number;
  readonly requestsPerRound: number;
}

/** A round with the share of the RSA limit that the gateway reached in it. */
export interface MeasuredRound extends Round {
  readonly share: number;
}

/** Everything that was measured; the sums are over all rounds, without the warm-up. */
export interface Measured {
  readonly connections: number;
  readonly warmUp: number;
  readonly requests: number;
  readonly seconds: number;
  readonly requestsPerSecond: number;
  readonly gatewayCpuSeconds: number;
  /** Pairs of one verification and one signature, for each second of one core; the median, and who measured it. */
  readonly limit: { readonly by: string; readonly pairsPerSecond: number };
  readonly share: Spread;
  /** How many answers had their signature verified. */
  readonly answersVerified: number;
  readonly rounds: readonly MeasuredRound[];
}

const platformKey = ({ platformSerial, platformCertificate }: GatewaySettings): PlatformKey => ({
  serial: platformSerial,
  publicKey: new X509Certificate(readFileSync(platformCertificate)).publicKey,
});

/** Sends one round's requests. Answers are kept and checked after the clock has stopped. */
async function sendRound(gateway: GatewayProcess, client: LoadClient, requests: readonly SignedRequest[]) {
  const [started, cpuBefore] = [performance.now(), gateway.cpuSeconds()];
  const answers = await gateway.during(client.send(requests));
  const gatewayCpuSeconds = gateway.cpuSeconds() - cpuBefore;
  return { answers, gatewayCpuSeconds, seconds: (performance.now() - started) / 1000 };
}

function summary({ connections, warmUp }: Plan, by: string, rounds: readonly MeasuredRound[]) {
  const sum = (of: (round: MeasuredRound) => number) => rounds.reduce((total, round) => total + of(round), 0);
  const [requests, seconds] = [sum((round) => round.requests), sum((round) => round.seconds)];
  return {
    connections,
    warmUp,
    requests,
    seconds,
    requestsPerSecond: requests / seconds,
    gatewayCpuSeconds: sum((round) => round.gatewayCpuSeconds),
    limit: { by, pairsPerSecond: spreadOf(rounds.map(({ limit }) => limit)).median },
    share: spreadOf(rounds.map(({ share }) => share)),
  };
}

/**
 * Measures the gateway in rounds, with a measurement of the RSA limit before each and after the last, while nothing is
 * sent. A round is compared with the mean of its two neighbours: machines are not equally fast from second to second.
 * @param told Is called after each round.
 * @throws NotMeasured
 */
export async function measureGateway(
  gateway: GatewayProcess,
  plan: Plan,
  meter: LimitMeter,
  told: (round: MeasuredRound) => void = () => undefined,
): Promise<Measured> {
  const settings = await gateway.ready();
  const key = platformKey(settings);
  const signatory = { settings, privateKey: createPrivateKey(readFileSync(settings.merchantPrivateKey)) };
  const { connections, warmUp, requestsPerRound } = plan;
  const requests = signOrders(warmUp + plan.rounds * requestsPerRound, signatory, Math.floor(Date.now() / 1000));
  const client = new LoadClient(settings.baseUrl, connections);
  try {
    checkAnswers(await gateway.during(client.send(requests.slice(0, warmUp))), key);
    const rounds: MeasuredRound[] = [];
    let answersVerified = 0;
    let { pairsPerSecond: before } = await gateway.during(meter.measure());
    for (let from = warmUp; from < requests.length; from += requestsPerRound) {
      const part = requests.slice(from, from + requestsPerRound);
      const { answers, seconds, gatewayCpuSeconds } = await sendRound(gateway, client, part);
      answersVerified += checkAnswers(answers, key);
      const { pairsPerSecond: after } = await gateway.during(meter.measure());
      const round: Round = { requests: answers.length, seconds, gatewayCpuSeconds, limit: (before + after) / 2 };
      rounds.push({ ...round, share: shareOf(round) });
      told({ ...round, share: shareOf(round) });
      before = after;
    }
    return { ...summary(plan, meter.name, rounds), answersVerified, rounds };
  } finally {
    client.close();
  }
}
