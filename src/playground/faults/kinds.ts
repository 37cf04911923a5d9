import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type Answer, S3Refusal } from '../s3/answer.ts';
import { type Call, headerOf } from '../s3/call.ts';
import { noSuchKey } from '../s3/objects.ts';
import { type Service, storeOf } from '../s3/service.ts';
import { clockRefusal, expiredTokenRefusal } from '../s3/signature.ts';

/** One way of going wrong: each takes over one of these moments. */
export interface Fault {
  /** Before the request is answered. */
  readonly before?: (call: Call, service: Service, delayMs: number | undefined) => unknown;
  /** Said in place of an answer. */
  readonly refusal?: (call: Call, service: Service) => S3Refusal;
  /** Done in place of an answer. */
  readonly silence?: (response: ServerResponse) => void;
  /** What becomes of the right answer. */
  readonly alter?: (answer: Answer & { readonly body: Buffer }) => Answer;
  /** How the right answer goes out, when not whole. */
  readonly deliver?: (response: ServerResponse, answer: Answer) => void;
}

export const faultKinds = {
  status500: {
    refusal: () => new S3Refusal(500, 'InternalError', 'We encountered an internal error. Please try again.'),
  },
  slowDown503: { refusal: () => new S3Refusal(503, 'SlowDown', 'Please reduce your request rate.') },
  denied403: { refusal: () => new S3Refusal(403, 'AccessDenied', 'Access Denied') },
  notFound404: { refusal: ({ key }) => noSuchKey(key) },
  expiredToken: { refusal: expiredTokenRefusal },
  clockSkew: { refusal: (call, { now }) => clockRefusal(headerOf(call, 'x-amz-date') ?? '', now()) },
  delay: { before: (_call, _service, delayMs = 100) => wait(delayMs) },
  /** The object gets one more line end before it is read: another ETag, the same content. */
  changed: { before: changeObject },
  /** The bytes of half the body are missing, and the length agrees. */
  short: { alter: answer => ({ ...answer, body: firstHalf(answer.body) }) },
  long: { alter: answer => ({ ...answer, body: Buffer.concat([answer.body, Buffer.from('\n{"more":1}')]) }) },
  corrupt: { alter: answer => ({ ...answer, body: corrupted(answer.body) }) },
  wrongEtag: { alter: answer => ({ ...answer, headers: { ...answer.headers, etag: `"${'0'.repeat(32)}"` } }) },
  gzip: {
    alter: answer => ({
      ...answer,
      headers: { ...answer.headers, 'content-encoding': 'gzip' },
      body: gzipSync(answer.body),
    }),
  },
  /** The length of all, half of the body, then the connection closes. */
  truncate: {
    deliver: (response, answer) => {
      response.writeHead(answer.status, answer.headers);
      response.write(firstHalf(answer.body ?? Buffer.alloc(0)), () => response.destroy());
    },
  },
  /** The head, then nothing more. */
  stall: {
    deliver: (response, answer) => {
      response.writeHead(answer.status, answer.headers);
      response.flushHeaders();
    },
  },
  /** Nothing at all, and the connection stays open. */
  hang: { silence: () => {} },
  reset: { silence: response => void response.socket?.resetAndDestroy() },
} satisfies Record<string, Fault>;

export type FaultKind = keyof typeof faultKinds;

const firstHalf = (body: Buffer): Buffer => body.subarray(0, body.length >> 1);
const corrupted = (body: Buffer): Buffer => body.map(byte => byte ^ 1) as Buffer;

function changeObject(call: Call, service: Service): void {
  const store = storeOf(service, call);
  const object = store.get(call.key);
  if (object) store.put(call.key, Buffer.concat([object.body, Buffer.from('\n')]), object.attributes);
}
