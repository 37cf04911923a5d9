import { Fault, type FaultKind } from '../fault.ts';
import type { Timeouts } from '../options.ts';

const kinds: Readonly<Record<string, FaultKind>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ENETDOWN: 'refused',
  EACCES: 'refused',
  ENOTFOUND: 'unknownHost',
  EAI_AGAIN: 'unknownHost',
  ETIMEDOUT: 'silent',
  UND_ERR_CONNECT_TIMEOUT: 'silent',
  UND_ERR_HEADERS_TIMEOUT: 'silent',
  UND_ERR_BODY_TIMEOUT: 'stalled',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'short',
  EPROTO: 'untrusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'untrusted',
};

/** What undici, the socket, DNS or TLS complain about, in our words. */
export function faultOfConnection(error: Error, { connectMs, stallMs }: Timeouts): Fault {
  const code = codeOf(error);
  const kind = kinds[code] ?? kindByPrefix(code);
  const reasons: Partial<Record<string, string>> = {
    ECONNREFUSED: 'the connection was refused',
    ENOTFOUND: 'no host has this name',
    EAI_AGAIN: 'the name of the host could not be looked up',
    UND_ERR_CONNECT_TIMEOUT: `no connection came about in ${connectMs / 1000} s`,
    UND_ERR_HEADERS_TIMEOUT: `no answer came in ${stallMs / 1000} s`,
    UND_ERR_BODY_TIMEOUT: `no further bytes came for ${stallMs / 1000} s`,
    UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer ended before its announced length',
    UND_ERR_SOCKET: 'the connection broke off',
    ECONNRESET: 'the connection was reset',
  };
  return new Fault(kind, reasons[code] ?? `the connection failed (${code || error.message})`, { code, cause: error });
}

function kindByPrefix(code: string): FaultKind {
  if (code.startsWith('HPE_')) return 'garbled';
  if (/^(ERR_TLS|ERR_SSL|CERT_)/.test(code)) return 'untrusted';
  return 'reset';
}

/** Where a host has several addresses, Node wraps one error for each of them. */
function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors.at(-1) as Error);
  return '';
}
