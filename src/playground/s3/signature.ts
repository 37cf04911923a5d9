import { createHmac, timingSafeEqual } from 'node:crypto';
import { sha256Hex } from '../digests.ts';
import { S3Refusal } from './answer.ts';
import { type Call, headerOf } from './call.ts';

export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** From then on it is refused with ExpiredToken. */
  readonly expiresAtMs?: number;
}

/** A request whose signature holds. */
export interface Signed {
  readonly accessKeyId: string;
  /** What was signed in place of the body: its SHA-256, or a word of S3's. */
  readonly payload: string;
  /** Signs the next text of a body sent in signed chunks. */
  readonly chunks: { readonly seed: string; sign(kind: string, previous: string, text: string): string };
}

/** What the client says of its signature, in a header or in the query. */
interface Claim {
  readonly scope: readonly string[];
  readonly signedHeaders: string;
  readonly signature: string;
  /** `20181101T120000Z` */
  readonly date: string;
  readonly payload: string;
  readonly token: string | undefined;
  readonly expiresSeconds?: number;
}

const algorithm = 'AWS4-HMAC-SHA256';
const allowedSkewMs = 15 * 60_000;

/** Checks signatures of version 4 as S3 does. Undefined stands for a request without any. */
export function signatureCheck(
  credentials: readonly Credential[],
  region: string,
  now: () => number,
): (call: Call) => Signed | undefined {
  const signingKeys = new Map<string, Buffer>();

  const signingKey = (secret: string, [, day, ...rest]: readonly string[]): Buffer => {
    const name = `${day} ${secret}`;
    const known = signingKeys.get(name);
    const key = known ?? [day!, ...rest].reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secret}`));
    if (!known) signingKeys.set(name, key);
    return key;
  };

  return call => {
    const claim = claimIn(call);
    if (!claim) return undefined;
    const [accessKeyId, day, claimedRegion] = claim.scope;
    const credential = credentials.find(one => one.accessKeyId === accessKeyId);
    if (!credential) {
      const message = 'The AWS Access Key Id you provided does not exist in our records.';
      throw new S3Refusal(403, 'InvalidAccessKeyId', message, { details: [['AWSAccessKeyId', accessKeyId ?? '']] });
    }
    checkScope(claim, day, claimedRegion, region);
    checkClock(claim, now());
    checkToken(claim, credential, now());
    checkSignedHeaders(call, claim);

    const scope = claim.scope.slice(1).join('/');
    const key = signingKey(credential.secretAccessKey, claim.scope);
    const request = canonicalRequest(call, claim);
    const expected = hmac(key, [algorithm, claim.date, scope, sha256Hex(request)].join('\n')).toString('hex');
    if (!isSame(expected, claim.signature)) {
      const message =
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
      throw new S3Refusal(403, 'SignatureDoesNotMatch', message, { details: [['CanonicalRequest', request]] });
    }
    const sign = (kind: string, previous: string, text: string): string =>
      hmac(key, [`${algorithm}-${kind}`, claim.date, scope, previous, text].join('\n')).toString('hex');
    return { accessKeyId: credential.accessKeyId, payload: claim.payload, chunks: { seed: claim.signature, sign } };
  };
}

function claimIn(call: Call): Claim | undefined {
  const header = call.headers.authorization;
  if (header !== undefined) return claimInHeader(call, header);
  return call.query.has('X-Amz-Signature') ? claimInQuery(call) : undefined;
}

function claimInHeader(call: Call, header: string): Claim {
  const parts = /^AWS4-HMAC-SHA256\s+Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/.exec(
    header,
  );
  if (!parts) throw malformed('The authorization header that you provided is not valid.');
  const payload = headerOf(call, 'x-amz-content-sha256');
  if (payload === undefined) {
    throw new S3Refusal(400, 'InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  const date = headerOf(call, 'x-amz-date') ?? '';
  const token = headerOf(call, 'x-amz-security-token');
  return { scope: scopeOf(parts[1]!), signedHeaders: parts[2]!, signature: parts[3]!, date, payload, token };
}

function claimInQuery({ query, headers }: Call): Claim {
  const get = (name: string): string => query.get(`X-Amz-${name}`) ?? '';
  if (get('Algorithm') !== algorithm) {
    throw new S3Refusal(400, 'AuthorizationQueryParametersError', 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  }
  const payload = headers['x-amz-content-sha256'] ?? query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD';
  return {
    scope: scopeOf(get('Credential')),
    signedHeaders: get('SignedHeaders'),
    signature: get('Signature'),
    date: get('Date'),
    payload: String(payload),
    token: query.get('X-Amz-Security-Token') ?? undefined,
    expiresSeconds: Number(get('Expires')),
  };
}

/** Access key (which may itself hold slashes), day, region, service, `aws4_request`. */
function scopeOf(credential: string): readonly string[] {
  const parts = credential.split('/');
  const key = parts.slice(0, -4).join('/');
  return [key, ...parts.slice(-4)];
}

function checkScope(claim: Claim, day: string | undefined, claimedRegion: string | undefined, region: string): void {
  if (claimedRegion !== region) {
    const message = `The authorization header is malformed; the region '${claimedRegion}' is wrong; expecting '${region}'`;
    throw malformed(message, region);
  }
  if (claim.scope[3] !== 's3' || claim.scope[4] !== 'aws4_request') {
    throw malformed(
      'The authorization header is malformed; incorrect service or terminal. Expecting "s3/aws4_request".',
    );
  }
  if (!claim.date.startsWith(day!)) throw malformed('The authorization header is malformed; Invalid credential date.');
}

function malformed(message: string, region?: string): S3Refusal {
  const details = region === undefined ? [] : [['Region', region] as const];
  return new S3Refusal(400, 'AuthorizationHeaderMalformed', message, { details });
}

function checkClock(claim: Claim, nowMs: number): void {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(claim.date);
  if (!parts) throw new S3Refusal(403, 'AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
  const signedAtMs = Date.UTC(year!, month! - 1, day, hour, minute, second);
  if (claim.expiresSeconds !== undefined) {
    const isExpired = !(nowMs <= signedAtMs + claim.expiresSeconds * 1000);
    if (isExpired) throw new S3Refusal(403, 'AccessDenied', 'Request has expired');
    if (signedAtMs - nowMs > allowedSkewMs) throw new S3Refusal(403, 'AccessDenied', 'Request is not yet valid');
  } else if (Math.abs(nowMs - signedAtMs) > allowedSkewMs) {
    throw clockRefusal(claim.date, nowMs);
  }
}

export function clockRefusal(requestTime: string, nowMs: number): S3Refusal {
  const message = 'The difference between the request time and the current time is too large.';
  return new S3Refusal(403, 'RequestTimeTooSkewed', message, {
    details: [
      ['RequestTime', requestTime],
      ['ServerTime', new Date(nowMs).toISOString()],
      ['MaxAllowedSkewMilliseconds', String(allowedSkewMs)],
    ],
  });
}

export const expiredTokenRefusal = (): S3Refusal =>
  new S3Refusal(400, 'ExpiredToken', 'The provided token has expired.');

function checkToken(claim: Claim, credential: Credential, nowMs: number): void {
  if (credential.expiresAtMs !== undefined && nowMs >= credential.expiresAtMs) throw expiredTokenRefusal();
  if (claim.token !== credential.sessionToken) {
    throw new S3Refusal(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.');
  }
}

function checkSignedHeaders(call: Call, claim: Claim): void {
  const signed = new Set(claim.signedHeaders.split(';'));
  const unsigned = Object.keys(call.headers).filter(
    name => (name === 'host' || name.startsWith('x-amz-')) && !signed.has(name),
  );
  if (unsigned.length > 0) {
    const message = 'There were headers present in the request which were not signed';
    throw new S3Refusal(403, 'AccessDenied', message, { details: [['HeadersNotSigned', unsigned.join(', ')]] });
  }
}

function canonicalRequest(call: Call, claim: Claim): string {
  const path = encode(decodeURIComponent(call.rawPath)).replaceAll('%2F', '/');
  const query = Array.from(call.query)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const headers = claim.signedHeaders
    .split(';')
    .map(name => `${name}:${(headerOf(call, name) ?? '').trim().replace(/ +/g, ' ')}\n`)
    .join('');
  return [call.method, path, query, headers, claim.signedHeaders, claim.payload].join('\n');
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
