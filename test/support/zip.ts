import { inflateRawSync } from 'node:zlib';

/** The files of a zip archive, read from its directory at the end; each is unpacked when asked for. */
export function unzip(archive: Buffer): ReadonlyMap<string, () => Buffer> {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const files = new Map<string, () => Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, packedBytes] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 20)];
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map(field => archive.readUInt16LE(at + field));
    const header = archive.readUInt32LE(at + 42);
    const name = archive.toString('utf8', at + 46, at + 46 + nameBytes!);
    files.set(name, () => {
      const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
      const packed = archive.subarray(start, start + packedBytes);
      return method === 0 ? packed : inflateRawSync(packed);
    });
    at += 46 + nameBytes! + extraBytes! + commentBytes!;
  }
  return files;
}
