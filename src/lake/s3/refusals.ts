import { Fault, type FaultKind } from '../fault.ts';
import { headerOf, type WireResponse } from './exchange.ts';
import { textOfTag } from './xml.ts';

const kindsByCode: Readonly<Record<string, FaultKind>> = {
  SlowDown: 'busy',
  ServiceUnavailable: 'busy',
  Throttling: 'busy',
  ThrottlingException: 'busy',
  TooManyRequests: 'busy',
  RequestTimeout: 'busy',
  RequestLimitExceeded: 'busy',
  InternalError: 'broken',
  IncompleteBody: 'broken',
  BadDigest: 'broken',
  XAmzContentSHA256Mismatch: 'broken',
  OperationAborted: 'broken',
  RequestTimeTooSkewed: 'skewed',
  ExpiredToken: 'expired',
  ExpiredTokenException: 'expired',
  TokenRefreshRequired: 'expired',
  RequestExpired: 'expired',
  PermanentRedirect: 'elsewhere',
  TemporaryRedirect: 'elsewhere',
  AuthorizationHeaderMalformed: 'elsewhere',
  IllegalLocationConstraintException: 'elsewhere',
  NoSuchBucket: 'noBucket',
  NoSuchKey: 'absent',
  PreconditionFailed: 'changed',
  ConditionalRequestConflict: 'changed',
  InvalidAccessKeyId: 'badCredentials',
  InvalidToken: 'badCredentials',
  SignatureDoesNotMatch: 'badCredentials',
  AccessDenied: 'denied',
  AllAccessDisabled: 'denied',
  AccountProblem: 'denied',
};

const kindsByStatus: Readonly<Record<number, FaultKind>> = {
  301: 'elsewhere',
  307: 'elsewhere',
  401: 'denied',
  403: 'denied',
  404: 'absent',
  408: 'busy',
  412: 'changed',
  429: 'busy',
  500: 'broken',
  502: 'broken',
  503: 'busy',
  504: 'broken',
};

/** Why the store said no. Only its code and message are kept: other parts of the answer repeat keys and signatures. */
export function faultOfAnswer({ status, headers, body }: WireResponse, renewals: number): Fault {
  const text = body.toString();
  const code = textOfTag(text, 'Code');
  const message = textOfTag(text, 'Message');
  const region = headerOf(headers, 'x-amz-bucket-region') ?? (textOfTag(text, 'Region') || undefined);
  const date = Date.parse(headerOf(headers, 'date') ?? '');
  const kind = (code && kindsByCode[code]) || kindsByStatus[status] || 'refusedOtherwise';
  // A HEAD has no body to say so, but tells the region.
  const elsewhere = status === 400 && code === undefined && region !== undefined;
  const reason = `the store answered ${status}${code ? ` ${code}` : ''}${message ? ` ("${message.trim()}")` : ''}`;
  return new Fault(elsewhere ? 'elsewhere' : kind, reason, {
    status,
    code,
    region,
    renewals,
    dateMs: Number.isNaN(date) ? undefined : date,
  });
}
