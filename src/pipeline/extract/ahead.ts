/** How far to run ahead, and whom to tell. */
export interface Ahead {
  /** The most items that wait to be taken. */
  readonly most: number;
  /** The source came to its end, though its last items may still wait. */
  readonly onEnd: () => void;
  /** Nobody takes any more: makes the source end soon. */
  readonly stop: () => void;
}

/** Pages that will soon be taken are kept as they are; those behind them as bytes, outside of what the garbage collector must look through. */
const plainPages = 20;
type Kept<T> = readonly T[] | Buffer;

const keep = <T>(page: readonly T[], before: number): Kept<T> =>
  before < plainPages ? page : Buffer.from(JSON.stringify(page));
const taken = <T>(kept: Kept<T>): readonly T[] =>
  Buffer.isBuffer(kept) ? (JSON.parse(kept.toString()) as readonly T[]) : kept;

/** Draws pages from a source ahead of who takes their items, so that it is soon known how many there are. Items are plain JSON. */
export async function* ahead<T>(pages: AsyncIterable<readonly T[]>, { most, onEnd, stop }: Ahead): AsyncGenerator<T> {
  const waiting: Kept<T>[] = [];
  let held = 0;
  let isOver = false;
  let isStopped = false;
  let failure: { readonly error: unknown } | undefined;
  let wakeTaker = () => {};
  let wakeDrawer = () => {};

  const draw = async () => {
    try {
      for await (const page of pages) {
        waiting.push(keep(page, waiting.length));
        held += page.length;
        wakeTaker();
        while (held >= most && !isStopped) await new Promise<void>(resolve => (wakeDrawer = resolve));
        if (isStopped) return;
      }
      onEnd();
    } catch (error) {
      failure = { error };
    } finally {
      isOver = true;
      wakeTaker();
    }
  };

  const drawing = draw();
  try {
    for (;;) {
      const kept = waiting.shift();
      if (kept) {
        const page = taken(kept);
        yield* page;
        held -= page.length;
        wakeDrawer();
      } else if (isOver) {
        if (failure) throw failure.error;
        return;
      } else {
        await new Promise<void>(resolve => (wakeTaker = resolve));
      }
    }
  } finally {
    isStopped = true;
    wakeDrawer();
    stop();
    await drawing;
  }
}
