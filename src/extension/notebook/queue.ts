/** How a cell ended; `lost` where its kernel went away under it. */
export type Ending = 'succeeded' | 'failed' | 'cancelled' | 'lost';

export interface Job {
  /** The cell it is about; of two jobs for one cell the second is not taken. */
  readonly about: object;
  /** Never rejects. */
  run(signal: AbortSignal): Promise<Ending>;
  /** It will not run after all. */
  drop(): void;
}

interface Waiting {
  readonly job: Job;
  /** What was asked for at once: its first failure ends the rest of it. */
  readonly batch: object;
}

/** One notebook's cells: they run one at a time, in the order they were asked for. */
export class ExecutionQueue {
  #waiting: Waiting[] = [];
  #running: { readonly job: Job; readonly stopping: AbortController } | undefined;
  #draining: Promise<void> | undefined;

  get isIdle(): boolean {
    return this.#running === undefined;
  }

  get running(): object | undefined {
    return this.#running?.job.about;
  }

  holds(about: object): boolean {
    return this.running === about || this.#waiting.some(({ job }) => job.about === about);
  }

  /** Resolves when nothing is left to run. */
  async add(jobs: readonly Job[]): Promise<void> {
    const batch = {};
    for (const job of jobs) {
      if (this.holds(job.about)) job.drop();
      else this.#waiting.push({ job, batch });
    }
    if (this.#waiting.length > 0) this.#draining ??= this.#drain();
    await this.#draining;
  }

  /** Ends what runs, and drops what waits. What is asked for from now on runs. */
  stop(): void {
    this.dropWhere(() => true);
    this.#running?.stopping.abort();
  }

  dropWhere(isUnwanted: (about: object) => boolean): void {
    this.#drop(({ job }) => isUnwanted(job.about));
  }

  async #drain(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) await this.#run(next);
    // In the same turn in which nothing was found to wait: what comes later starts anew.
    this.#draining = undefined;
  }

  async #run({ job, batch }: Waiting): Promise<void> {
    const stopping = new AbortController();
    this.#running = { job, stopping };
    const ending = await job.run(stopping.signal);
    this.#running = undefined;
    if (ending === 'lost') this.dropWhere(() => true);
    else if (ending !== 'succeeded') this.#drop(waiting => waiting.batch === batch);
  }

  #drop(isUnwanted: (waiting: Waiting) => boolean): void {
    const unwanted = this.#waiting.filter(isUnwanted);
    this.#waiting = this.#waiting.filter(waiting => !unwanted.includes(waiting));
    for (const { job } of unwanted) job.drop();
  }
}
