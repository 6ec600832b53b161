import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import QRCode from 'qrcode';

/** A picture of a code as a PNG file; dark on light, with the quiet zone around it. @throws Error for a text that no QR code holds. */
export const drawPicture = (text: string): Promise<Buffer> =>
  QRCode.toBuffer(text, { type: 'png', errorCorrectionLevel: 'M', margin: 4, scale: 4 });

/** Larger pictures are not looked at: a photograph of a screen has fewer dots. */
const MOST_DOTS = 16_000_000;

/** Width and height stand in the first chunk of every PNG file. */
function dotsOf(png: Uint8Array): number {
  const bytes = Buffer.from(png);
  const isPng = bytes.length > 24 && bytes.toString('latin1', 12, 16) === 'IHDR';
  return isPng ? bytes.readUInt32BE(16) * bytes.readUInt32BE(20) : Number.NaN;
}

/** Reads the code in a picture, its bytes as UTF-8; undefined where the file is no PNG, too large, or shows no code. */
export function readPicture(png: Uint8Array): string | undefined {
  if (!(dotsOf(png) <= MOST_DOTS)) return undefined;
  let image: PNG;
  try {
    image = PNG.sync.read(Buffer.from(png));
  } catch {
    return undefined;
  }
  const { data, width, height } = image;
  const found = jsQR(new Uint8ClampedArray(data), width, height);
  return found ? Buffer.from(found.binaryData).toString('utf8') : undefined;
}
