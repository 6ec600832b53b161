import type { Activity } from './activity';
import { Heap } from './heap';
import type { Millis } from './time';

/** Takes a scheduled task back; harmless when it has already run. */
export type Cancel = () => void;

/** The clock of orders, limits, schedules and days. Tasks due at one instant run one after another, in the order given. */
export interface BusinessClock {
  now(): Millis;
  /** Runs the task once, at that instant or as soon as possible when it has passed. */
  at(due: Millis, task: () => void | Promise<void>): Cancel;
}

/** The same time as a party reads it whose clock goes ahead, or behind when negative, by so many milliseconds. */
export const skewed = (clock: BusinessClock, byMs: number): BusinessClock => ({
  now: () => clock.now() + byMs,
  at: (due, task) => clock.at(due - byMs, task),
});

interface Timer {
  due: Millis;
  order: number;
  task: () => void | Promise<void>;
  live: boolean;
}

/** Business time under the control of a test or a simulation; moves only while the seam is idle. */
export class VirtualClock implements BusinessClock {
  readonly #timers = new Heap<Timer>((a, b) => a.due < b.due || (a.due === b.due && a.order < b.order));
  #now: Millis;
  #order = 0;

  constructor(
    start: Millis,
    readonly activity: Activity,
  ) {
    this.#now = start;
  }

  now(): Millis {
    return this.#now;
  }

  at(due: Millis, task: () => void | Promise<void>): Cancel {
    const timer: Timer = { due: Math.max(due, this.#now), order: this.#order++, task, live: true };
    this.#timers.push(timer);
    return () => {
      timer.live = false;
    };
  }

  /** Runs everything that is due by now, and what that causes, without moving time. */
  settle(): Promise<void> {
    return this.advanceTo(this.#now);
  }

  /** Moves time forward by a duration, running each task at its instant. */
  advance(durationMs: number): Promise<void> {
    return this.advanceTo(this.#now + durationMs);
  }

  /** Moves time to an instant, running each task on the way; waits for the seam to be idle before each move. */
  async advanceTo(instant: Millis): Promise<void> {
    for (;;) {
      await this.activity.idle();
      const timer = this.#nextDue(instant);
      if (!timer) break;
      this.#now = Math.max(this.#now, timer.due);
      await this.activity.track(async () => timer.task());
    }
    this.#now = Math.max(this.#now, instant);
  }

  /** Moves through every scheduled task up to a horizon, so that whatever can settle has settled. */
  async drain(horizonMs: number): Promise<void> {
    const end = this.#now + horizonMs;
    for (;;) {
      await this.activity.idle();
      const next = this.#nextDue(end, false);
      if (!next) return;
      await this.advanceTo(next.due);
    }
  }

  #nextDue(limit: Millis, take = true): Timer | undefined {
    for (let head = this.#timers.peek(); head; head = this.#timers.peek()) {
      if (!head.live) this.#timers.pop();
      else if (head.due > limit) return undefined;
      else return take ? this.#timers.pop() : head;
    }
    return undefined;
  }
}

/** setTimeout cannot wait longer than this; longer waits are cut into pieces. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** Business time that is the wall's: for the sandbox and for a checkout that runs as its own process. */
export class WallClock implements BusinessClock {
  constructor(readonly onError: (error: unknown) => void) {}

  now(): Millis {
    return Date.now();
  }

  at(due: Millis, task: () => void | Promise<void>): Cancel {
    let handle: NodeJS.Timeout;
    const wait = () => {
      const left = due - Date.now();
      if (left > LONGEST_WAIT_MS) handle = setTimeout(wait, LONGEST_WAIT_MS);
      else handle = setTimeout(run, Math.max(0, left));
      handle.unref();
    };
    const run = () => {
      Promise.resolve().then(task).catch(this.onError);
    };
    wait();
    return () => clearTimeout(handle);
  }
}
