import { pad, textWidth } from '../../../reports/formats/text';
import { type DoctorFinding, doctorSentence, HEALTH_WORDS } from '../../../reports/wording/doctor';
import { ROOT } from '../../paths';
import type { ExitCode } from '../command-line';
import { findJava } from '../java';
import { outRoot } from '../run-folder';
import { examineBrowser } from './browser';
import {
  examineCrypto,
  examineJava,
  examineLoopback,
  examineNode,
  examineOutput,
  examinePackages,
  examineStorage,
} from './machine';

/** The options of `hutong doctor`. */
export interface DoctorOptions {
  readonly lang: 'en' | 'zh';
  readonly json?: boolean;
}

/** Examines everything that a run needs, in the order in which mistakes are best repaired. */
async function examine(): Promise<DoctorFinding[]> {
  return [
    examineNode(process.versions.node),
    ...examinePackages(ROOT),
    examineCrypto(),
    examineStorage(),
    await examineLoopback(),
    examineOutput(outRoot()),
    ...(await examineBrowser()),
    examineJava(await findJava()),
  ];
}

/** A line for each finding: how it ended, then what was found and what to do. */
export function doctorLines(findings: readonly DoctorFinding[], language: 'en' | 'zh'): string[] {
  const words = HEALTH_WORDS[language];
  const width = Math.max(...Object.values(words).map(textWidth));
  return findings.map((finding) => `${pad(words[finding.health], width)}  ${doctorSentence(finding, language)}`);
}

/** `hutong doctor`: whether this machine can run everything; exit 2 when something has to be repaired first. */
export async function doctor({ lang, json }: DoctorOptions): Promise<ExitCode> {
  const findings = await examine();
  const fit = findings.every(({ health }) => health !== 'problem');
  if (json) {
    const told = findings.map((finding) => ({ ...finding, sentence: doctorSentence(finding, lang) }));
    console.log(JSON.stringify({ fit, findings: told }, null, 2));
  } else {
    for (const line of doctorLines(findings, lang)) console.log(line);
  }
  return fit ? 0 : 2;
}
