import type { IncomingMessage } from 'node:http';
import { checksums, md5Base64, sha256Hex } from '../digests.ts';
import { S3Refusal } from './answer.ts';
import { type Call, headerOf } from './call.ts';
import type { Signed } from './signature.ts';

/** The body of a request, unpacked from its chunks, and proven by whatever digest came with it. */
export async function readPayload(incoming: IncomingMessage, call: Call, signed: Signed | undefined): Promise<Buffer> {
  const sent = await readAll(incoming);
  const payload = signed?.payload ?? headerOf(call, 'x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD';
  const isChunked = payload.startsWith('STREAMING-') || /\baws-chunked\b/.test(call.headers['content-encoding'] ?? '');
  const areChunksSigned = payload.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD');
  const { body, trailers } = isChunked
    ? unpackChunks(sent, areChunksSigned ? signed?.chunks : undefined)
    : { body: sent, trailers: {} };

  if (/^[0-9a-f]{64}$/.test(payload) && payload !== sha256Hex(sent)) {
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    throw new S3Refusal(400, 'XAmzContentSHA256Mismatch', message);
  }
  const md5 = headerOf(call, 'content-md5');
  if (md5 !== undefined && md5 !== md5Base64(body)) throw badDigest('Content-MD5');
  for (const [name, checksum] of Object.entries(checksums)) {
    const header = `x-amz-checksum-${name}`;
    const given = trailers[header] ?? headerOf(call, header);
    if (given !== undefined && given !== checksum(body)) throw badDigest(header);
  }
  return body;
}

export async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece);
  return Buffer.concat(pieces);
}

const badDigest = (header: string): S3Refusal =>
  new S3Refusal(400, 'BadDigest', `The ${header} you specified did not match the calculated checksum.`);

interface Unpacked {
  readonly body: Buffer;
  readonly trailers: Readonly<Record<string, string>>;
}

/** `size[;chunk-signature=…]` line, bytes, line end; again and again until a size of 0, then trailers. */
export function unpackChunks(sent: Buffer, signing: Signed['chunks'] | undefined): Unpacked {
  const bodies: Buffer[] = [];
  let previous = signing?.seed ?? '';
  let at = 0;
  for (;;) {
    const end = sent.indexOf('\r\n', at);
    const head = /^([0-9a-f]+)(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(
      sent.toString('latin1', at, Math.max(at, end)),
    );
    if (!head) throw incomplete();
    const size = Number.parseInt(head[1]!, 16);
    const body = sent.subarray(end + 2, end + 2 + size);
    if (body.length < size) throw incomplete();
    if (signing) {
      const expected = signing.sign('PAYLOAD', previous, `${sha256Hex('')}\n${sha256Hex(body)}`);
      if (head[2] !== expected) {
        throw new S3Refusal(403, 'SignatureDoesNotMatch', 'The signature of a chunk does not match its bytes.');
      }
      previous = expected;
    }
    if (size === 0) return { body: Buffer.concat(bodies), trailers: readTrailers(sent.toString('latin1', end + 2)) };
    bodies.push(body);
    at = end + 2 + size + 2;
  }
}

const incomplete = (): S3Refusal =>
  new S3Refusal(400, 'IncompleteBody', 'The request body terminated unexpectedly, or its chunks are malformed.');

function readTrailers(text: string): Record<string, string> {
  const lines = text.split('\r\n').flatMap(line => {
    const colon = line.indexOf(':');
    return colon < 0 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const];
  });
  return Object.fromEntries(lines);
}
