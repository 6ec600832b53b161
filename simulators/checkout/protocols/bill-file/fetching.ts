import { BILL_LIMIT_BYTES, expect } from './unusable';

/** Reads the body of an answer up to the limit of a bill. */
export async function boundedBody(response: Response): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.byteLength;
    expect(size <= BILL_LIMIT_BYTES, 'too-large', `more than ${BILL_LIMIT_BYTES} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
