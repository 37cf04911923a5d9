import { stat } from 'node:fs/promises';
import type { RunPayload } from '../output/payload.ts';
import { listRuns } from '../pipeline/books.ts';
import { runUnderWay } from '../pipeline/claim.ts';
import type { Emit, RunStatus } from '../pipeline/events.ts';
import type { Standing } from './asked.ts';
import type { SharedWarehouse } from './shared-warehouse.ts';

type OfWarehouse = Pick<Standing, 'warehouse' | 'running' | 'lastRun'>;

/** How a warehouse stands, for whoever shows it: its file, the run under way, and the last one. */
export class WarehouseStanding {
  readonly #shared: SharedWarehouse;
  readonly #onChange: () => void;
  #running: string | undefined;
  #lastRun: Standing['lastRun'];
  /** Whether the books may know of a later run than we do: other programs had the file. */
  #isLastRunKnown = false;

  constructor(shared: SharedWarehouse, onChange: () => void) {
    this.#shared = shared;
    this.#onChange = onChange;
  }

  /** Others may have run something since we had the file. */
  forgetLastRun(): void {
    this.#isLastRunKnown = false;
  }

  /** Asks the books, where the file is open and they may know more. */
  async learnLastRun(): Promise<void> {
    if (this.#isLastRunKnown || this.#running !== undefined || !this.#shared.isAttached) return;
    await using connection = await this.#shared.started!.connect();
    const [last] = await listRuns(connection, { limit: 1 });
    this.#isLastRunKnown = true;
    this.#lastRun = last && { run: last.run, command: last.command, status: endOf(last.status) };
  }

  async told(): Promise<OfWarehouse> {
    const { path, isAttached, started } = this.#shared;
    const sizeBytes = await stat(path).then(
      ({ size }) => size,
      () => undefined,
    );
    const running = this.#running;
    return {
      warehouse: { path, sizeBytes, isOpen: isAttached },
      running: running === undefined ? undefined : { run: started && runUnderWay(started)?.run, command: running },
      lastRun: this.#lastRun,
    };
  }

  /** Runs the pipeline, and tells of it: that it begins, the number it gets, how it ends. */
  async during(command: string, work: (emit: Emit) => Promise<RunPayload>, emit: Emit): Promise<RunPayload> {
    // A second one is refused by the pipeline itself, and must not hide the first.
    if (this.#running !== undefined) return work(emit);
    this.#running = command;
    this.#onChange();
    let isNumbered = false;
    try {
      const payload = await work(event => {
        if (!isNumbered) this.#onChange();
        isNumbered = true;
        emit(event);
      });
      const { run, status } = payload.summary ?? {};
      if (run !== undefined && status) this.#lastRun = { run, command, status };
      return payload;
    } finally {
      this.#running = undefined;
      this.#onChange();
    }
  }
}

/** Of a run that its process did not outlive the books say that it is running, or that it was killed. */
const endOf = (status: string): RunStatus =>
  status === 'succeeded' || status === 'unchanged' || status === 'cancelled' ? status : 'failed';
