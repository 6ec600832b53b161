import { existsSync, readFileSync } from 'node:fs';
import { NotMeasured } from './trouble';

/** The kernel tells processor time in ticks of a hundredth of a second, whatever its own clock does (USER_HZ). */
const TICKS_PER_SECOND = 100;

/** Members 14 and 15 of the line are utime and stime; the list begins with member 3, behind the name in brackets. */
const USER = 14 - 3;
const SYSTEM = 15 - 3;

/** True where the kernel tells how much processor time another process used. */
export const tellsCpuTime = (): boolean => existsSync('/proc/self/stat');

/**
 * The processor time in the text of /proc/PID/stat, user and system together, all threads, in seconds.
 * @throws NotMeasured when the text is no such line.
 */
export function cpuSecondsIn(stat: string): number {
  // The name may have blanks and brackets itself; nothing behind its last bracket has.
  const members = stat.slice(stat.lastIndexOf(')') + 1).match(/\S+/g) ?? [];
  const [user = '', system = ''] = [members[USER], members[SYSTEM]];
  if (!stat.includes(')') || !/^\d+$/.test(user) || !/^\d+$/.test(system)) {
    throw new NotMeasured(`found "${stat.slice(0, 80)}", expected the line of /proc/PID/stat`);
  }
  return (Number(user) + Number(system)) / TICKS_PER_SECOND;
}

/**
 * The processor time that a process has used since it began, in seconds.
 * @throws NotMeasured when there is no such process.
 */
export function cpuSeconds(pid: number): number {
  try {
    return cpuSecondsIn(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    if (error instanceof NotMeasured) throw error;
    throw new NotMeasured(`process ${pid} tells no processor time: ${(error as Error).message}`);
  }
}
