const fatMagic = 0xcafebabe;
const cpuTypes = { x64: 0x01000007, arm64: 0x0100000c };

/**
 * The part of a macOS binary that one processor runs. A universal ("fat") file is a table, in big-endian numbers, of
 * whole binaries that follow it, each signed for itself; any other file is returned as it is.
 */
export function sliceFor(arch: keyof typeof cpuTypes, binary: Buffer): Buffer {
  if (binary.length < 8 || binary.readUInt32BE(0) !== fatMagic) return binary;
  const count = binary.readUInt32BE(4);
  for (let i = 0; i < count; i += 1) {
    const entry = 8 + i * 20;
    if (binary.readUInt32BE(entry) !== cpuTypes[arch]) continue;
    const offset = binary.readUInt32BE(entry + 8);
    return binary.subarray(offset, offset + binary.readUInt32BE(entry + 12));
  }
  throw new Error(`The universal binary has no part for ${arch}.`);
}
