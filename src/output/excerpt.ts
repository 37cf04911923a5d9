import { visible } from '../base/text.ts';
import type { ErrorPayload } from './payload.ts';

/** A line of the cell, parted before the letter an error is about. */
export interface Excerpt {
  readonly before: string;
  readonly from: string;
}

/** So much of a long line is shown on either side. */
const mostLetters = 80;

/** Undefined where the error tells no line, or no place in it. */
export function excerptOf({ excerpt, position }: ErrorPayload): Excerpt | undefined {
  if (excerpt === undefined || position === undefined) return undefined;
  const before = shown(excerpt.slice(0, position.column - 1));
  const from = shown(excerpt.slice(position.column - 1));
  return {
    before: before.length > mostLetters ? `…${whole(before.slice(-mostLetters))}` : before,
    from: from.length > mostLetters ? `${whole(from.slice(0, mostLetters))}…` : from,
  };
}

/** A tab is one letter here, as it is where columns are counted. */
const shown = (text: string) => visible(text.replaceAll('\t', ' '));

/** Without the half of a letter that a cut leaves at either end. */
const whole = (text: string) => text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
