import type { FormPair } from '../charset';

/** The parts of a multipart body: fields, which are signed, and the names of files, which are not (sheet 1.2). */
export interface MultipartBody {
  readonly fields: readonly FormPair[];
  readonly files: readonly string[];
}

const BOUNDARY = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i;

const DISPOSITION = /^content-disposition:.*$/im;

/** A parameter of the part's disposition, quoted or not; other headers of a part may have a `name`, too. */
function disposition(head: string, name: string): string | undefined {
  const match = new RegExp(`[;\\s]${name}=(?:"([^"]*)"|([^\\s;"]+))`, 'i').exec(DISPOSITION.exec(head)?.[0] ?? '');
  return match?.[1] ?? match?.[2];
}

/** Reads a multipart body without waiting for anything; undefined when its type names no boundary. */
export function readMultipart(contentType: string, body: Uint8Array): MultipartBody | undefined {
  const match = BOUNDARY.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) return undefined;
  const fields: FormPair[] = [];
  const files: string[] = [];
  // Bytes as Latin-1 characters, so that cutting text cuts bytes.
  const parts = `\r\n${Buffer.from(body).toString('latin1')}`.split(`\r\n--${boundary}`).slice(1);
  for (const part of parts) {
    const headEnd = part.indexOf('\r\n\r\n');
    if (part.startsWith('--') || headEnd < 0) continue;
    const head = part.slice(0, headEnd);
    const name = disposition(head, 'name');
    if (name === undefined) continue;
    if (disposition(head, 'filename') !== undefined) files.push(name);
    else fields.push({ name, value: Buffer.from(part.slice(headEnd + 4), 'latin1') });
  }
  return { fields, files };
}
