import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { run as runTests } from 'node:test';
import type { Results } from '../../reports/verdicts/results';
import { MINUTE_MS } from '../../simulators/kernel/time';
import type { WireName } from '../../simulators/network/wire';
import { ROOT } from '../paths';
import type { ExitCode } from './command-line';
import type { DefectReport } from './defects';

/** What a stage came to; both numbers count what really ran. */
interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

interface Stage {
  readonly name: string;
  run(): Promise<Outcome>;
}

const one = (passed: boolean): Outcome => ({ passed: passed ? 1 : 0, failed: passed ? 0 : 1 });

/** Runs a program of the house; its output is shown only when it fails, unless it is wanted. */
function program(file: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, file), ...args], { cwd: ROOT });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.stderr.on('data', (part: Buffer) => parts.push(part));
    child.on('error', (error) => resolve({ code: 3, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 3, output: Buffer.concat(parts).toString('utf8') }));
  });
}

const passes = (name: string, file: string, args: readonly string[]): Stage => ({
  name,
  async run() {
    const { code, output } = await program(file, args);
    if (code !== 0) console.log(output);
    return one(code === 0);
  },
});

const SOURCES = ['reports', 'simulators', 'steps'];

function testFiles(): string[] {
  return SOURCES.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => join(ROOT, folder, name)),
  ).sort();
}

/** No file of tests takes a third of this; one that hangs fails by name instead of holding up the rest. */
const FILE_LIMIT_MS = 5 * MINUTE_MS;

/** The unit tests by Node's own runner. A skipped, cancelled or postponed test counts as failed. */
const unitTests: Stage = {
  name: 'unit tests',
  run: () =>
    new Promise((resolve) => {
      const timeout = FILE_LIMIT_MS;
      const execArgv = ['-r', 'ts-node/register'];
      const stream = runTests({
        files: testFiles(),
        concurrency: true,
        isolation: 'process',
        execArgv,
        timeout,
        cwd: ROOT,
      });
      let passed = 0;
      let failed = 0;
      stream.on('test:pass', ({ name, details, skip, todo, file }) => {
        if (details.type === 'suite' || isFile(name)) return;
        if (skip === undefined && todo === undefined) passed += 1;
        else {
          failed += 1;
          console.log(`not run: ${name} (${relative(ROOT, file ?? '')})`);
        }
      });
      stream.on('test:fail', ({ name, details, file }) => {
        if (details.type === 'suite') return;
        failed += 1;
        console.log(`failed: ${name} (${relative(ROOT, file ?? '')})`);
        console.log(details.error.cause instanceof Error ? details.error.cause.stack : details.error.message);
      });
      stream.on('end', () => resolve({ passed, failed }));
      stream.resume();
    }),
};

/** With processes of their own, each file is reported as a test too; only what is inside it counts. */
const isFile = (name: string) => name.endsWith('.test.ts');

/** The rulebook on one wire; the document is kept for the comparison of wires. */
const rulebook = (wire: WireName, folder: string, documents: Map<WireName, Results>): Stage => ({
  name: `rulebook on ${wire}`,
  async run() {
    const out = join(folder, wire);
    const { code, output } = await program('hutong.js', ['run', '--wire', wire, '--out', out]);
    if (code !== 0) console.log(output);
    try {
      const results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) as Results;
      documents.set(wire, results);
      const { passed, failed } = results.counts;
      return { passed, failed: code === 0 ? failed : Math.max(1, failed) };
    } catch (error) {
      console.log(`the run left no results: ${error instanceof Error ? error.message : error}`);
      return one(false);
    }
  },
});

const sameOnWires = (documents: ReadonlyMap<WireName, Results>): Stage => ({
  name: 'same verdicts and canonical digest on both wires',
  async run() {
    const digests = [...documents].map(([wire, { canonicalDigest }]) => `${wire} ${canonicalDigest}`);
    const same =
      documents.size === 2 && new Set([...documents.values()].map((each) => each.canonicalDigest)).size === 1;
    if (!same) console.log(`expected one digest on two wires, found: ${digests.join(', ') || 'none'}`);
    return one(same);
  },
});

const brokenTwins: Stage = {
  name: 'broken twins',
  async run() {
    const { code, output } = await program('hutong.js', ['defects', '--json']);
    try {
      const { defects, falseAlarms, idleChecks } = JSON.parse(output) as DefectReport;
      const survived = defects.filter(({ caught }) => !caught);
      for (const { defect, reason } of survived) console.log(`${defect}: ${reason}`);
      for (const { scenario, check, reason } of falseAlarms) console.log(`false alarm: ${scenario} ${check} ${reason}`);
      for (const check of idleChecks) console.log(`idle check: ${check}`);
      const failed = survived.length + falseAlarms.length + idleChecks.length;
      return { passed: defects.length - survived.length, failed: code === 0 ? failed : Math.max(1, failed) };
    } catch {
      console.log(output);
      return one(false);
    }
  },
};

/** `hutong test`: everything that must hold before a change goes in; the last line counts what really ran. */
export async function test(): Promise<ExitCode> {
  const folder = mkdtempSync(join(tmpdir(), 'hutong-test-'));
  const documents = new Map<WireName, Results>();
  const stages = [
    passes('format and lint', 'node_modules/@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']),
    passes('types', 'node_modules/ts7/bin/tsc', ['--noEmit']),
    passes('rulebook holds together', 'hutong.js', ['rules', '--coverage']),
    unitTests,
    rulebook('memory', folder, documents),
    rulebook('loopback', folder, documents),
    sameOnWires(documents),
    brokenTwins,
  ];
  const total = { passed: 0, failed: 0 };
  try {
    for (const stage of stages) {
      const started = performance.now();
      const { passed, failed } = await stage.run();
      total.passed += passed;
      total.failed += failed;
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${stage.name}: ${passed} passed, ${failed} failed (${seconds} s)`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}
