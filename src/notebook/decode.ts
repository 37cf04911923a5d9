import type { SparkifyError } from '../base/errors.ts';
import { formatError } from './format-error.ts';

/** The text of a file, its byte order mark included. What is not UTF-8 is refused: with replacements in it, it would be written back broken. */
export function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw notUtf8(bytes);
  }
}

function notUtf8(bytes: Uint8Array): SparkifyError {
  const before = textBeforeFault(bytes).replace(/^\uFEFF/, '');
  const lines = before.split(/\r\n|\n|\r/);
  return formatError('The file is not UTF-8; save it in that encoding.', lines.length, lines.at(-1)!.length + 1);
}

/** A decoder that forgives puts U+FFFD for what it cannot read; one that stands in the file itself is three bytes long. */
function textBeforeFault(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const encoder = new TextEncoder();
  let [at, offset] = [0, 0];
  for (;;) {
    const next = text.indexOf('\uFFFD', at);
    offset += encoder.encode(text.slice(at, next)).length;
    const [a, b, c] = bytes.subarray(offset);
    if (a !== 0xef || b !== 0xbf || c !== 0xbd) return text.slice(0, next);
    at = next + 1;
    offset += 3;
  }
}
