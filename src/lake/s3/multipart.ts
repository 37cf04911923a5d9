import { type FileHandle, open } from 'node:fs/promises';
import { SparkifyError } from '../../base/errors.ts';
import { Fault } from '../fault.ts';
import { Scope } from '../scope.ts';
import { headerOf } from './exchange.ts';
import { faultOfAnswer } from './refusals.ts';
import { put, type Write } from './write.ts';
import { encodeEntities, textOfTag } from './xml.ts';

const fromBytes = 16 * 1024 * 1024;
const leastPartBytes = 8 * 1024 * 1024;
const mostParts = 10_000;
const parallel = 4;
const abandonWithinMs = 1_000;

interface Upload extends Write {
  readonly key: string;
  readonly id: string;
  readonly file: FileHandle;
  readonly sizeBytes: number;
  readonly partBytes: number;
}

/** Stores a file: small ones at once, large ones in parts. The key appears whole or not at all. */
export async function putFile(write: Write, key: string, path: string, contentType?: string): Promise<void> {
  await using file = await open(path);
  const { size: sizeBytes } = await file.stat();
  // Awaited here, for a failure while the file is being closed would count as one that nobody heeds.
  if (sizeBytes < fromBytes) return await put(write, key, await file.readFile(), contentType);
  const { store, scope } = write;
  const signedHeaders = contentType ? { 'content-type': contentType } : {};
  const begun = await store.request({ method: 'POST', key, query: { uploads: '' }, signedHeaders }, scope);
  const id = textOfTag(begun.body.toString(), 'UploadId');
  if (id === undefined) throw new Fault('garbled', 'it began an upload and gave it no name');
  const partBytes = Math.max(leastPartBytes, Math.ceil(sizeBytes / mostParts));
  const upload = { ...write, key, id, file, sizeBytes, partBytes };
  try {
    await complete(upload, await sendParts(upload));
  } catch (error) {
    await abandon(upload);
    throw error;
  }
}

/** Sends the parts, some at once; their ETags in order. When one fails, none is under way any more. */
async function sendParts(upload: Upload): Promise<string[]> {
  const count = Math.ceil(upload.sizeBytes / upload.partBytes);
  const etags: string[] = [];
  let next = 0;
  let failure: { readonly error: unknown } | undefined;
  using scope = new Scope();
  const stop = () => scope.stop();
  upload.scope.add(stop);
  const work = async () => {
    while (next < count && !failure) {
      const index = next++;
      etags[index] = await sendPart({ ...upload, scope }, index);
    }
  };
  const workers = Array.from({ length: Math.min(parallel, count) }, () =>
    work().catch(error => {
      failure ??= { error };
      stop();
    }),
  );
  await Promise.all(workers);
  upload.scope.remove(stop);
  if (failure) throw failure.error;
  return etags;
}

async function sendPart({ store, scope, key, id, file, sizeBytes, partBytes }: Upload, index: number): Promise<string> {
  const start = index * partBytes;
  const body = Buffer.allocUnsafe(Math.min(partBytes, sizeBytes - start));
  const { bytesRead } = await file.read(body, 0, body.length, start);
  if (bytesRead < body.length)
    throw new SparkifyError('lake.write', `The file for ${key} became shorter while it was being stored.`);
  const query = { partNumber: String(index + 1), uploadId: id };
  const { headers } = await store.request({ method: 'PUT', key, query, body }, scope);
  return headerOf(headers, 'etag') ?? '';
}

async function complete({ store, scope, key, id, sizeBytes }: Upload, etags: readonly string[]): Promise<void> {
  const parts = etags.map(
    (etag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${encodeEntities(etag)}</ETag></Part>`,
  );
  const body = Buffer.from(`<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`);
  let attempts = 0;
  await store.persist(async () => {
    attempts += 1;
    try {
      const response = await store.attempt({ method: 'POST', key, query: { uploadId: id }, body }, scope);
      // This request may begin with 200 and fail after all.
      if (textOfTag(response.body.toString(), 'Code'))
        throw faultOfAnswer({ ...response, status: 500 }, store.access.renewals);
    } catch (error) {
      // After an attempt whose answer was lost, the upload may be complete and forgotten.
      const forgotten = error instanceof Fault && error.code === 'NoSuchUpload' && attempts > 1;
      if (!forgotten || (await sizeOf({ store, scope }, key)) !== sizeBytes) throw error;
    }
  }, scope);
}

async function sizeOf({ store, scope }: Write, key: string): Promise<number> {
  const { headers } = await store.request({ method: 'HEAD', key }, scope);
  return Number(headerOf(headers, 'content-length'));
}

/** Frees what was stored of an upload, also when it was cancelled; the first failure is the one to tell. */
async function abandon({ store, key, id }: Upload): Promise<void> {
  using scope = new Scope(AbortSignal.timeout(abandonWithinMs));
  await store.attempt({ method: 'DELETE', key, query: { uploadId: id } }, scope).catch(() => {});
}
