import type { Lake, LakeObject } from '../../lake/lake.ts';
import type { ObjectKind } from './batch.ts';
import type { Told } from './listing.ts';

type Pages = AsyncIterable<readonly LakeObject[]>;

/** Lists a lake from now on, before anybody takes its pages. */
export function beginListing(kind: ObjectKind, lake: Lake, signal: AbortSignal): Told {
  const stopping = new AbortController();
  const pages = lake.list('', { signal: AbortSignal.any([signal, stopping.signal]) });
  return { kind, lake, pages: begun(pages), stop: () => stopping.abort() };
}

/** Asks for the first page at once; a lake goes on by itself from there. */
function begun(pages: Pages): Pages {
  const turning = pages[Symbol.asyncIterator]();
  const first = turning.next();
  // Whoever takes it hears of the failure; until then it must not count as unhandled.
  first.catch(() => undefined);
  return rest(first, turning);
}

async function* rest<T>(first: Promise<IteratorResult<T>>, turning: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    for (let step = await first; !step.done; step = await turning.next()) yield step.value;
  } finally {
    await turning.return?.();
  }
}
