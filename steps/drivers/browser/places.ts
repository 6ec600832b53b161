import { posix, win32 } from 'node:path';

/** Where the machine of a search keeps things. */
export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly architecture: string;
  readonly home: string;
}

/** Names under which package managers put a headless shell on the path: it starts and draws 2.5 to 3 times faster. */
const SHELL_COMMANDS = ['chromium-headless-shell', 'chrome-headless-shell', 'headless_shell'];
const BROWSER_COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

/** Folders that hold browsers even when the path does not name them. */
const USUAL_FOLDERS: Readonly<Record<string, readonly string[]>> = {
  linux: ['/usr/bin', '/usr/local/bin', '/snap/bin', '/usr/lib/chromium'],
  darwin: ['/opt/homebrew/bin', '/usr/local/bin'],
};
const LINUX_BROWSERS = ['/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge'];
const MAC_APPLICATIONS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_BROWSERS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];

/** What Playwright calls the folder and the file of its headless shell. */
const PLAYWRIGHT_SHELLS: Readonly<Record<string, readonly [string, string]>> = {
  'linux-x64': ['chrome-headless-shell-linux64', 'chrome-headless-shell'],
  'linux-arm64': ['chrome-headless-shell-linux-arm64', 'chrome-headless-shell'],
  'darwin-x64': ['chrome-headless-shell-mac-x64', 'chrome-headless-shell'],
  'darwin-arm64': ['chrome-headless-shell-mac-arm64', 'chrome-headless-shell'],
  'win32-x64': ['chrome-headless-shell-win64', 'chrome-headless-shell.exe'],
};

const pathsOf = ({ platform }: Machine) => (platform === 'win32' ? win32 : posix);

/** The headless shell that Playwright installs beside its Chromium, and that Chromium. */
export function playwrightPlaces(machine: Machine, chromium: string): string[] {
  const { join, sep } = pathsOf(machine);
  const [folder, file] = PLAYWRIGHT_SHELLS[`${machine.platform}-${machine.architecture}`] ?? [];
  const parts = chromium.split(sep);
  const at = parts.findIndex((part) => /^chromium-\d+$/.test(part));
  if (folder === undefined || file === undefined || at < 0) return [chromium];
  const shell = parts[at]?.replace('chromium-', 'chromium_headless_shell-') ?? '';
  return [join(parts.slice(0, at).join(sep), shell, folder, file), chromium];
}

function onPath(machine: Machine, commands: readonly string[]): string[] {
  const { join, delimiter } = pathsOf(machine);
  const named = machine.environment['PATH']?.split(delimiter).filter(Boolean) ?? [];
  const folders = [...new Set([...named, ...(USUAL_FOLDERS[machine.platform] ?? [])])];
  return commands.flatMap((command) => folders.map((folder) => join(folder, command)));
}

/** Where a headless shell may be installed. */
export function shellPlaces(machine: Machine): string[] {
  return machine.platform === 'win32' ? [] : onPath(machine, SHELL_COMMANDS);
}

/** Where Chromium, Chrome or Edge may be installed. */
export function browserPlaces(machine: Machine): string[] {
  const { platform, environment, home } = machine;
  if (platform === 'win32') {
    const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) => environment[name] ?? []);
    return WINDOWS_BROWSERS.flatMap((parts) => roots.map((root) => win32.join(root, ...parts)));
  }
  if (platform === 'darwin') {
    const bundles = ['/Applications', `${home}/Applications`];
    const apps = MAC_APPLICATIONS.flatMap((name) =>
      bundles.map((root) => `${root}/${name}.app/Contents/MacOS/${name}`),
    );
    return [...apps, ...onPath(machine, BROWSER_COMMANDS)];
  }
  return [...onPath(machine, BROWSER_COMMANDS), ...LINUX_BROWSERS];
}
