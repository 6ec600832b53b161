const POLYNOMIAL = 0x1021;

/**
 * CRC-16/CCITT-FALSE over the UTF-8 bytes of a text: initial value 0xFFFF, no reflection, no final exclusive or.
 * @returns Four capital hexadecimal digits; `29B1` for `123456789`.
 */
export function crc16(text: string): string {
  let crc = 0xffff;
  for (const byte of Buffer.from(text, 'utf8')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ POLYNOMIAL) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}
