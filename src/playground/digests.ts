import { createHash } from 'node:crypto';

export const md5Hex = (body: Buffer): string => createHash('md5').update(body).digest('hex');
export const sha256Hex = (body: Buffer | string): string => createHash('sha256').update(body).digest('hex');

/** Checksums a client may send along, in base64, by the last word of their header. */
export const checksums: Readonly<Record<string, (body: Buffer) => string>> = {
  crc32: body => crc(body, crc32Table),
  crc32c: body => crc(body, crc32cTable),
  sha1: body => createHash('sha1').update(body).digest('base64'),
  sha256: body => createHash('sha256').update(body).digest('base64'),
};

export const md5Base64 = (body: Buffer): string => createHash('md5').update(body).digest('base64');

const crc32Table = crcTable(0xedb88320);
const crc32cTable = crcTable(0x82f63b78);

function crcTable(polynomial: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ polynomial : rest >>> 1;
    return rest;
  });
}

function crc(body: Buffer, table: Uint32Array): string {
  let rest = 0xffffffff;
  for (const byte of body) rest = (rest >>> 8) ^ table[(rest ^ byte) & 0xff]!;
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE((rest ^ 0xffffffff) >>> 0);
  return sum.toString('base64');
}
