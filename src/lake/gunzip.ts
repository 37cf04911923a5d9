import { constants } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzipSync, gunzip as gunzipWithCallback } from 'node:zlib';

const gunzipAsync = promisify(gunzipWithCallback);

/** Below this the thread pool costs more than the work. */
const atOnceBytes = 32 * 1024;
const harmlessBytes = 64 * 1024 * 1024;
/** Logs shrink to a tenth or a fiftieth; what grows beyond this is a bomb. */
const mostGrowth = 250;

export type Unzipped = { readonly body: Buffer } | { readonly unreadable: string };

/** The content of a gzip file, or why it has none: then the file itself is at fault, and no retry will help. */
export async function gunzip(zipped: Buffer): Promise<Unzipped> {
  const maxOutputLength = Math.min(constants.MAX_LENGTH, Math.max(harmlessBytes, zipped.length * mostGrowth));
  try {
    const options = { maxOutputLength };
    return { body: zipped.length <= atOnceBytes ? gunzipSync(zipped, options) : await gunzipAsync(zipped, options) };
  } catch (error) {
    return { unreadable: reasonOf(error as NodeJS.ErrnoException, zipped, maxOutputLength) };
  }
}

function reasonOf(error: NodeJS.ErrnoException, zipped: Buffer, maxOutputLength: number): string {
  if (error.code === 'ERR_BUFFER_TOO_LARGE') {
    return `it grows from ${zipped.length} to more than ${maxOutputLength} bytes when decompressed`;
  }
  if (zipped.length < 2 || zipped.readUInt16BE() !== 0x1f8b) return 'it is named or marked as gzip, and is not gzip';
  return error.code === 'Z_BUF_ERROR' ? 'it is gzip that ends too early' : `it is damaged gzip (${error.message})`;
}
