const headerSize = 4096;
const mask = (1n << 64n) - 1n;

/** The same file as a DuckDB with this storage version would have begun it, with its checksum right. */
export function withStorageVersion(file: Buffer, version: number): Buffer {
  const changed = Buffer.from(file);
  changed.writeBigUInt64LE(BigInt(version), 12);
  changed.writeBigUInt64LE(checksum(changed.subarray(8, headerSize)), 0);
  return changed;
}

/** DuckDB's own checksum of a block: its words, each multiplied, xored. */
function checksum(block: Buffer): bigint {
  let sum = 5381n;
  for (let at = 0; at < block.length; at += 8) sum ^= (block.readBigUInt64LE(at) * 0xbf58476d1ce4e5b9n) & mask;
  return sum;
}
