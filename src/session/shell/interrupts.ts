export interface InterruptSteps {
  /** When the person first asks to stop. */
  stop(): void;
  /** When stopping takes long enough to wonder about. */
  isSlow(): void;
  /** When the person asks again. */
  endAtOnce(): void;
}

const signals = ['SIGINT', 'SIGTERM'] as const;
const patienceMs = 200;

/** Ctrl+C once asks to stop, twice ends at once. Gives what takes the listening back. */
export function onInterrupt({ stop, isSlow, endAtOnce }: InterruptSteps): () => void {
  let patience: NodeJS.Timeout | undefined;
  const release = () => {
    clearTimeout(patience);
    for (const signal of signals) process.off(signal, listen);
  };
  const listen = () => {
    if (patience) {
      // Whatever ending still waits for, a third time the system itself ends it.
      release();
      endAtOnce();
      return;
    }
    patience = setTimeout(isSlow, patienceMs);
    stop();
  };
  for (const signal of signals) process.on(signal, listen);
  return release;
}
