export interface InterruptSteps {
  /** Told once, when the person first asks to stop. */
  stop(): void;
  /** Told when the person asks again. */
  endAtOnce(): void;
}

const signals = ['SIGINT', 'SIGTERM'] as const;

/** Ctrl+C once asks to stop, twice ends at once. Gives what takes the listening back. */
export function onInterrupt({ stop, endAtOnce }: InterruptSteps): () => void {
  let asked = 0;
  const listen = () => {
    asked += 1;
    if (asked === 1) stop();
    else endAtOnce();
  };
  for (const signal of signals) process.on(signal, listen);
  return () => {
    for (const signal of signals) process.off(signal, listen);
  };
}
