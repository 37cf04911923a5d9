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
// What a kill -9 can cost, at most, on a slow lake.
const longestMs = 5000;

/** Gathers fetched objects into batches worth a transaction, each object once. Those that vanished meanwhile are told and left out. */
export async function* batchesOf(
  kind: ObjectKind,
  lakeUri: string,
  fetched: AsyncIterable<Fetched>,
  onGone: (object: LakeObject) => void,
  mostObjects: number = usualObjects,
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
    if (entries.size >= mostObjects || bytes >= mostBytes || performance.now() - begun > longestMs) {
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
