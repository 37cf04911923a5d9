import type { Fetched, LakeObject } from '../../lake/lake.ts';
import { type Piece, piecesOf } from './pieces.ts';

export type ObjectKind = 'songs' | 'events';

/** Objects that are loaded, and entered in the books, in one transaction. */
export interface Batch {
  readonly kind: ObjectKind;
  readonly entries: readonly BatchEntry[];
  readonly bytes: number;
}

export interface BatchEntry {
  readonly uri: string;
  readonly object: LakeObject;
  readonly pieces: readonly Piece[];
}

const usualObjects = 8192;
const mostBytes = 16 * 1024 * 1024;
// From here on a transaction is worth its while; loading then goes on beside the reading, and little is left at the end.
const enoughObjects = 4096;
const enoughBytes = 4 * 1024 * 1024;
// What a kill -9 can cost, at most, on a slow lake.
const longestMs = 5000;

export interface Batching {
  /** An object that vanished after it was listed. */
  readonly onGone: (object: LakeObject) => void;
  /** Whether a batch would be loaded at once. */
  readonly isIdle: () => boolean;
  readonly mostObjects?: number | undefined;
}

/** Gathers fetched objects into batches worth a transaction, each object once. Those that vanished meanwhile are told and left out. */
export async function* batchesOf(
  kind: ObjectKind,
  lakeUri: string,
  fetched: AsyncIterable<Fetched>,
  { onGone, isIdle, mostObjects = usualObjects }: Batching,
): AsyncGenerator<Batch> {
  let entries = new Map<string, BatchEntry>();
  let bytes = 0;
  let begun = performance.now();
  for await (const one of fetched) {
    if (one.gone) {
      onGone(one.object);
      continue;
    }
    const uri = lakeUri + one.object.key;
    entries.set(uri, { uri, object: one.object, pieces: piecesOfFetched(one) });
    bytes += one.body.length;
    const isFull = entries.size >= mostObjects || bytes >= mostBytes;
    const isEnough = entries.size >= enoughObjects || bytes >= enoughBytes || performance.now() - begun > longestMs;
    if (isFull || (isEnough && isIdle())) {
      yield { kind, entries: [...entries.values()], bytes };
      entries = new Map();
      bytes = 0;
      begun = performance.now();
    }
  }
  if (entries.size > 0) yield { kind, entries: [...entries.values()], bytes };
}

function piecesOfFetched(fetched: Exclude<Fetched, { gone: true }>): readonly Piece[] {
  const { unreadable, body } = fetched;
  return unreadable
    ? [{ firstLine: 1, text: '', fault: `The object cannot be read: ${unreadable}.` }]
    : [...piecesOf(body)];
}
