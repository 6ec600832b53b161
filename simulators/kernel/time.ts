/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Millis = number;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** China Standard Time has had one offset, UTC+8, since 1991. */
const BEIJING_OFFSET_MS = 8 * HOUR_MS;

const pad = (value: number, width = 2) => String(value).padStart(width, '0');

let lastSecond = Number.NaN;
let lastParts = { date: '', time: '' };

/** Day and time of day in Beijing, to the second; most calls ask for the second that was asked for last. */
function beijingParts(at: Millis) {
  const second = Math.floor(at / SECOND_MS);
  if (second !== lastSecond) {
    lastParts = parts(at);
    lastSecond = second;
  }
  return lastParts;
}

function parts(at: Millis) {
  const shifted = new Date(at + BEIJING_OFFSET_MS);
  return {
    date: `${shifted.getUTCFullYear()}-${pad(shifted.getUTCMonth() + 1)}-${pad(shifted.getUTCDate())}`,
    time: `${pad(shifted.getUTCHours())}:${pad(shifted.getUTCMinutes())}:${pad(shifted.getUTCSeconds())}`,
  };
}

/** `2026-11-24T10:34:56+08:00`: RFC 3339 in Beijing time, the form of WeChat Pay. */
export function rfc3339(at: Millis): string {
  const { date, time } = beijingParts(at);
  return `${date}T${time}+08:00`;
}

/** `2026-11-24 10:34:56` in Beijing time, the form of Alipay. */
export function beijingDateTime(at: Millis): string {
  const { date, time } = beijingParts(at);
  return `${date} ${time}`;
}

/** `2026-11-24`: the Beijing calendar day. */
export function beijingDay(at: Millis): string {
  return beijingParts(at).date;
}

/** `20261124103456`: Beijing time without separators, as many order numbers begin. */
export function compactDateTime(at: Millis): string {
  const { date, time } = beijingParts(at);
  return `${date}${time}`.replaceAll(/[-:]/g, '');
}

/** Reads `yyyy-MM-dd HH:mm:ss` in Beijing time; undefined when the text is not such a time or no such day exists. */
export function readBeijingDateTime(text: string): Millis | undefined {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
  const at = Date.parse(`${text.replace(' ', 'T')}+08:00`);
  return Number.isNaN(at) || beijingDateTime(at) !== text ? undefined : at;
}

/** Reads RFC 3339 with a zone; undefined when the text is not such a time. */
export function readRfc3339(text: string): Millis | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

/**
 * The signing clock: always the wall (headers, signature windows, certificates, TLS), because unmodified SDKs refuse
 * answers that are dated otherwise. Business time comes from a {@link BusinessClock}.
 */
export const signingNow = (): Millis => Date.now();
