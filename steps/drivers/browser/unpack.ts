import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const PACKAGE = '@sparticuz/chromium';

/** An unpacked browser and what its process needs to find its libraries and fonts. */
export interface UnpackedBrowser {
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The package unpacks into the folder for temporary files; a process of its own is given another one. */
const SCRIPT = `import('${PACKAGE}').then(({ default: chromium }) => chromium.executablePath())`;

/** Fonts of the machine first, so that Chinese shows where it has any; then the few that the package brings. */
const fontSettings = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;

function packageVersion(): string {
  const manifest = join(dirname(require.resolve(PACKAGE)), '..', 'package.json');
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

/** A folder of this user alone: nobody else may put a program where we will run one. */
function ownFolder(): string {
  const roots = [
    process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'),
    join(tmpdir(), `hutong-${process.getuid?.()}`),
  ];
  const refusals: string[] = [];
  for (const root of roots) {
    const folder = join(root, 'hutong');
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (statSync(folder).uid === process.getuid?.()) return folder;
      refusals.push(`${folder} belongs to somebody else`);
    } catch (error) {
      refusals.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(`no folder to unpack it into: ${refusals.join('; ')}`);
}

async function unpackInto(folder: string): Promise<void> {
  // Under this name of a runtime the package also brings the libraries that a bare machine lacks.
  const env = { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' };
  await promisify(execFile)(process.execPath, ['-e', SCRIPT], { cwd: __dirname, env });
}

/** Moves what is complete to its place; another process that was faster has put the same there. */
function settle(complete: string, place: string): void {
  try {
    renameSync(complete, place);
  } catch (error) {
    if (!existsSync(join(place, 'chromium'))) throw error;
  }
}

/**
 * The browser inside npm, unpacked once per version into the user's cache (about 210 MB, three seconds).
 * It is unpacked aside and moved when complete, so that a process never meets half of it.
 */
export async function unpackBrowser(cache = ownFolder()): Promise<UnpackedBrowser> {
  const place = join(cache, `chromium-${packageVersion()}`);
  if (!existsSync(join(place, 'chromium'))) {
    const aside = mkdtempSync(join(cache, 'unpacking-'));
    try {
      await unpackInto(aside);
      writeFileSync(join(aside, 'fonts.conf'), fontSettings(place));
      settle(aside, place);
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
  }
  const libraries = [join(place, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  return {
    path: join(place, 'chromium'),
    environment: { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(place, 'fonts.conf') },
  };
}
