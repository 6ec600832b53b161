import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import type * as playwright from 'playwright';
import { ConfigurationError } from '../../configuration';
import { browserPlaces, type Machine, playwrightPlaces, shellPlaces } from './places';

/** The environment variable that names the browser to use. */
export const BROWSER_VARIABLE = 'HUTONG_BROWSER';

/** How a browser was found: named by the user, Playwright's own, installed, or out of the npm package. */
export type Way = typeof BROWSER_VARIABLE | 'playwright' | 'headless shell' | 'installed' | 'npm package';

/** A browser that may be used. The one of the npm package has no path until it is unpacked. */
export type Candidate =
  | { readonly way: Exclude<Way, 'npm package'>; readonly path: string }
  | { readonly way: 'npm package' };

/** What the search looks at; tests give their own. */
export interface Surroundings extends Machine {
  /** What stands at a path. */
  look(path: string): 'executable' | 'not executable' | 'nothing';
  /** Where Playwright keeps the Chromium that it installs, there or not. */
  playwrightChromium(): string;
}

/** Said whenever no browser can be used. */
export const HOW_TO_GET_ONE =
  'Install one with "npx playwright install chromium-headless-shell", or on Debian with "apt-get install ' +
  `chromium-headless-shell", or install Chromium, Chrome or Edge; or set ${BROWSER_VARIABLE} to the path of one.`;

/** Said whenever no browser can be used that opens a window. */
export const HOW_TO_GET_A_WINDOW =
  'Install one with "npx playwright install chromium", or install Chromium, Chrome or Edge; or run without --headed.';

function look(path: string): ReturnType<Surroundings['look']> {
  try {
    if (!statSync(path).isFile()) return 'not executable';
  } catch {
    return 'nothing';
  }
  try {
    accessSync(path, constants.X_OK);
    return 'executable';
  } catch {
    return 'not executable';
  }
}

/** This machine. */
export function thisMachine(): Surroundings {
  return {
    environment: process.env,
    platform: process.platform,
    architecture: process.arch,
    home: homedir(),
    look,
    playwrightChromium: () => {
      const { chromium } = require('playwright') as typeof playwright;
      return chromium.executablePath();
    },
  };
}

/**
 * Finds out whether a window can be opened here at all.
 * @throws ConfigurationError where there is no screen to open it on.
 */
export function expectDisplay({ platform, environment }: Machine): void {
  if (platform !== 'linux' || environment['DISPLAY'] || environment['WAYLAND_DISPLAY']) return;
  throw new ConfigurationError(
    '--headed opens the browser in a window, but this machine has no display: neither DISPLAY nor WAYLAND_DISPLAY is ' +
      'set. Run it on a desktop, or under "xvfb-run", or without --headed: pictures are kept in any case, and --trace keeps all.',
  );
}

/** The browsers of a machine that can open a window: headless shells cannot, nor can the one inside npm. */
function windowBrowsers(machine: Surroundings): Candidate[] {
  const [, chromium] = playwrightPlaces(machine, machine.playwrightChromium());
  const places = [
    ['playwright', chromium === undefined ? [] : [chromium]],
    ['installed', browserPlaces(machine)],
  ] as const;
  const found = places.flatMap(([way, paths]) =>
    paths.filter((path) => machine.look(path) === 'executable').map((path): Candidate => ({ way, path })),
  );
  if (found.length === 0)
    throw new ConfigurationError(`No browser that opens a window was found on this machine. ${HOW_TO_GET_A_WINDOW}`);
  return found;
}

/**
 * The browsers of a machine, best first: the one that the user names and no other; else Playwright's own, a headless
 * shell, an installed Chromium, Chrome or Edge, and at last the one inside npm, which exists for linux-x64.
 * @param headed Only those that can open a window.
 * @throws ConfigurationError when the user names something that is no browser, or when there is none at all.
 */
export function findBrowsers(machine: Surroundings = thisMachine(), headed = false): Candidate[] {
  const named = machine.environment[BROWSER_VARIABLE];
  if (named) return [namedBrowser(machine, named)];
  if (headed) return windowBrowsers(machine);
  const there = (way: Exclude<Way, 'npm package'>, paths: readonly string[]): Candidate[] =>
    paths.filter((path) => machine.look(path) === 'executable').map((path) => ({ way, path }));
  const found: Candidate[] = [
    ...there('playwright', playwrightPlaces(machine, machine.playwrightChromium())),
    ...there('headless shell', shellPlaces(machine)),
    ...there('installed', browserPlaces(machine)),
  ];
  if (machine.platform === 'linux' && machine.architecture === 'x64') found.push({ way: 'npm package' });
  if (found.length === 0) throw new ConfigurationError(`No browser was found on this machine. ${HOW_TO_GET_ONE}`);
  return found;
}

function namedBrowser(machine: Surroundings, path: string): Candidate {
  const seen = machine.look(path);
  if (seen === 'executable') return { way: BROWSER_VARIABLE, path };
  const what = seen === 'nothing' ? 'there is nothing at that path' : 'that is not an executable file';
  throw new ConfigurationError(
    `${BROWSER_VARIABLE} says "${path}", but ${what}. Expected the path of a Chromium, Chrome or Edge. ` +
      `Correct the variable or unset it. ${HOW_TO_GET_ONE}`,
  );
}
