import type * as playwright from 'playwright';
import type { Browser } from 'playwright';
import { ConfigurationError } from '../../configuration';
import { BROWSER_VARIABLE, type Candidate, findBrowsers, HOW_TO_GET_ONE, thisMachine, type Way } from './find';
import type * as unpack from './unpack';

/** A browser that runs, and how it came about. */
export interface LaunchedBrowser {
  readonly browser: Browser;
  readonly way: Way;
  readonly path: string;
  /** Browsers that were found before it and did not start, with what they said. */
  readonly passedOver: readonly string[];
}

/** Nothing that calls home, and nothing that needs a graphics card. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

interface Start {
  readonly path: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly extra: readonly string[];
}

async function startOf(candidate: Candidate): Promise<Start> {
  if (candidate.way !== 'npm package') return { path: candidate.path, extra: [] };
  const { unpackBrowser } = require('./unpack') as typeof unpack;
  return { ...(await unpackBrowser()), extra: ['--no-zygote'] };
}

/** In a window each act waits so long, that an eye can follow. Business time stands still meanwhile. */
const SLOWLY_MS = 400;

async function start(candidate: Candidate, args: readonly string[], headed: boolean): Promise<LaunchedBrowser> {
  const { path, environment, extra } = await startOf(candidate);
  const { chromium } = require('playwright') as typeof playwright;
  const browser = await chromium.launch({
    executablePath: path,
    headless: !headed,
    ...(headed ? { slowMo: SLOWLY_MS } : {}),
    // Root has no sandbox, nor have most containers; the pages of a market come from this machine.
    chromiumSandbox: false,
    // Whoever is interrupted decides what to keep; the browser ends with the process in any case.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [...QUIET, ...extra, ...args],
    ...(environment ? { env: { ...process.env, ...environment } as Record<string, string> } : {}),
  });
  return { browser, way: candidate.way, path, passedOver: [] };
}

/** The line of a launch error that says why: the first that the program itself wrote, else the summary. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [summary = 'no reason given'] = text.split('\n');
  return (/\[err\] (.+)/.exec(text)?.[1] ?? summary.replace('browserType.launch: ', '')).trim();
}

/**
 * Starts the best browser of the machine that does start.
 * @param args Command line switches beside the usual ones.
 * @param headed In a window, and slowly enough to watch.
 * @throws ConfigurationError when the named one does not start, or none does.
 */
export async function launchBrowser(
  args: readonly string[] = [],
  candidates: readonly Candidate[] | undefined = undefined,
  headed = false,
): Promise<LaunchedBrowser> {
  const passedOver: string[] = [];
  for (const candidate of candidates ?? findBrowsers(thisMachine(), headed)) {
    try {
      return { ...(await start(candidate, args, headed)), passedOver };
    } catch (error) {
      const name = candidate.way === 'npm package' ? 'the browser inside npm' : candidate.path;
      if (candidate.way === BROWSER_VARIABLE) {
        throw new ConfigurationError(
          `${BROWSER_VARIABLE} says "${name}", which did not start: ${reasonOf(error)}. ${HOW_TO_GET_ONE}`,
        );
      }
      passedOver.push(`${name}: ${reasonOf(error)}`);
    }
  }
  throw new ConfigurationError(`No browser starts on this machine (${passedOver.join('; ')}). ${HOW_TO_GET_ONE}`);
}
