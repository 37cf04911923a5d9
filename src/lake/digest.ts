import { createHash, hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';

const atOnceBytes = 1024 * 1024;

/** The MD5 of a body, in pieces where it is large, so that others have their turn in between. */
export function md5Of(body: Buffer): string | Promise<string> {
  return body.length <= atOnceBytes ? hash('md5', body, 'hex') : md5InPieces(body);
}

async function md5InPieces(body: Buffer): Promise<string> {
  const md5 = createHash('md5');
  for (let at = 0; at < body.length; at += atOnceBytes) {
    md5.update(body.subarray(at, at + atOnceBytes));
    await nextTurn();
  }
  return md5.digest('hex');
}
