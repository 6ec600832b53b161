import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigurationError } from '../../configuration';
import { expectDisplay, findBrowsers, type Surroundings, thisMachine } from './find';
import { launchBrowser } from './launch';

const PLAYWRIGHT = '/home/li/.cache/ms-playwright/chromium-1255/chrome-linux64/chrome';
const SHELL =
  '/home/li/.cache/ms-playwright/chromium_headless_shell-1255/chrome-headless-shell-linux64/chrome-headless-shell';

/** A machine that has these files and nothing else. */
function machine(files: readonly string[], more: Partial<Surroundings> = {}): Surroundings {
  return {
    environment: { PATH: '/usr/bin:/opt/tools' },
    platform: 'linux',
    architecture: 'x64',
    home: '/home/li',
    look: (path) => (files.includes(path) ? 'executable' : path.startsWith('/plain/') ? 'not executable' : 'nothing'),
    playwrightChromium: () => PLAYWRIGHT,
    ...more,
  };
}

const ways = (surroundings: Surroundings) =>
  findBrowsers(surroundings).map((found) => (found.way === 'npm package' ? found.way : `${found.way} ${found.path}`));

test('the browser that the user names is used, and no other', () => {
  const environment = { PATH: '/usr/bin', HUTONG_BROWSER: '/home/li/my-chrome' };
  assert.deepEqual(ways(machine(['/home/li/my-chrome', PLAYWRIGHT, '/usr/bin/chromium'], { environment })), [
    'HUTONG_BROWSER /home/li/my-chrome',
  ]);
});

test('a named browser that is not there is an error, whatever else is installed', () => {
  for (const [path, words] of [
    ['/nonexistent', /there is nothing at that path/],
    ['/plain/notes.txt', /not an executable file/],
  ] as const) {
    const broken = machine([PLAYWRIGHT], { environment: { HUTONG_BROWSER: path } });
    const complaint = (error: unknown) =>
      error instanceof ConfigurationError && words.test(error.message) && /Install one/.test(error.message);
    assert.throws(() => findBrowsers(broken), complaint);
  }
});

test("without a name: Playwright's own, a headless shell, an installed one, the one inside npm", () => {
  const files = [
    '/opt/google/chrome/chrome',
    '/usr/bin/chromium',
    '/opt/tools/chromium-headless-shell',
    PLAYWRIGHT,
    SHELL,
  ];
  assert.deepEqual(ways(machine(files)), [
    `playwright ${SHELL}`,
    `playwright ${PLAYWRIGHT}`,
    'headless shell /opt/tools/chromium-headless-shell',
    'installed /usr/bin/chromium',
    'installed /opt/google/chrome/chrome',
    'npm package',
  ]);
});

test('an empty variable names nothing', () => {
  assert.deepEqual(ways(machine([], { environment: { HUTONG_BROWSER: '' } })), ['npm package']);
});

test('a Mac has its browsers among its applications', () => {
  const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  const edge = '/home/li/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge';
  const mac = machine([edge, chrome], { platform: 'darwin', architecture: 'arm64' });
  assert.deepEqual(ways(mac), [`installed ${chrome}`, `installed ${edge}`]);
});

test('Windows has them under its program folders', () => {
  const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
  const shell = 'C:\\pw\\chromium_headless_shell-1255\\chrome-headless-shell-win64\\chrome-headless-shell.exe';
  const windows = machine([edge, shell], {
    platform: 'win32',
    environment: { 'ProgramFiles(x86)': 'C:\\Program Files (x86)' },
    playwrightChromium: () => 'C:\\pw\\chromium-1255\\chrome-win64\\chrome.exe',
  });
  assert.deepEqual(ways(windows), [`playwright ${shell}`, `installed ${edge}`]);
});

test('where there is none, the error says what to install', () => {
  const bare = machine([], { platform: 'linux', architecture: 'arm64' });
  assert.throws(() => findBrowsers(bare), /No browser was found.*playwright install.*HUTONG_BROWSER/);
});

test('a window needs a browser that can open one: no headless shell, nor the one inside npm', () => {
  const files = [SHELL, PLAYWRIGHT, '/opt/tools/chromium-headless-shell', '/usr/bin/chromium'];
  const paths = (surroundings: Surroundings) => findBrowsers(surroundings, true);
  assert.deepEqual(paths(machine(files)), [
    { way: 'playwright', path: PLAYWRIGHT },
    { way: 'installed', path: '/usr/bin/chromium' },
  ]);
  assert.throws(() => paths(machine([SHELL])), /No browser that opens a window.*without --headed/);
});

test('a window needs a display, where the system has such', () => {
  const without = machine([]);
  const complaint = (error: unknown) => error instanceof ConfigurationError && /no display/.test(error.message);
  assert.throws(() => expectDisplay(without), complaint);
  for (const [name, value] of [
    ['DISPLAY', ':0'],
    ['WAYLAND_DISPLAY', 'wayland-0'],
  ] as const)
    expectDisplay({ ...without, environment: { [name]: value } });
  expectDisplay({ ...without, platform: 'darwin' });
});

test('a browser that does not start is passed over and named', async () => {
  const broken = { way: 'installed', path: process.execPath } as const;
  const { browser, passedOver } = await launchBrowser([], [broken, ...findBrowsers(thisMachine())]);
  try {
    assert.match(passedOver[0] ?? '', new RegExp(`^${process.execPath}: `));
    const page = await browser.newPage();
    await page.goto('about:blank');
    assert.equal(page.url(), 'about:blank');
  } finally {
    await browser.close();
  }
});

test('a named browser that does not start is an error, and so is having only such', async () => {
  const named = { way: 'HUTONG_BROWSER', path: process.execPath } as const;
  await assert.rejects(launchBrowser([], [named]), /which did not start: .*Install one/);
  const installed = { way: 'installed', path: process.execPath } as const;
  await assert.rejects(launchBrowser([], [installed]), /No browser starts on this machine \(.*Install one/);
});
