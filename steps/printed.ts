const STREAMS = [process.stdout, process.stderr];

let kept: string[] = [];
const restores: Array<() => void> = [];

/** From now on everything that this process prints is kept beside being printed. */
export function listen(): void {
  kept = [];
  if (restores.length > 0) return;
  for (const stream of STREAMS) {
    const write = stream.write;
    stream.write = (chunk: string | Uint8Array, ...rest: never[]): boolean => {
      kept.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1'));
      return write.call(stream, chunk, ...rest);
    };
    restores.push(() => {
      stream.write = write;
    });
  }
}

/** What was printed since. */
export const printed = (): string => kept.join('');

/** Ends the listening. */
export function hush(): void {
  for (const restore of restores.splice(0)) restore();
  kept = [];
}
