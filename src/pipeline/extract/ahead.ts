/** How far to run ahead, and whom to tell. */
export interface Ahead {
  /** The most items that wait to be taken. */
  readonly most: number;
  /** The source came to its end, though its last items may still wait. */
  readonly onEnd: () => void;
  /** Nobody takes any more: makes the source end soon. */
  readonly stop: () => void;
}

/** Draws pages from a source ahead of who takes their items, so that it is soon known how many there are. */
export async function* ahead<T>(pages: AsyncIterable<readonly T[]>, { most, onEnd, stop }: Ahead): AsyncGenerator<T> {
  const waiting: (readonly T[])[] = [];
  let held = 0;
  let isOver = false;
  let isStopped = false;
  let failure: { readonly error: unknown } | undefined;
  let wakeTaker = () => {};
  let wakeDrawer = () => {};

  const draw = async () => {
    try {
      for await (const page of pages) {
        waiting.push(page);
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
      const page = waiting.shift();
      if (page) {
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
