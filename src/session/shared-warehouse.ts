import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { asSparkifyError, cancelled } from '../base/errors.ts';
import { counted } from '../base/quantity.ts';
import { explainLock } from '../pipeline/claim.ts';
import { Warehouse } from '../warehouse/warehouse.ts';
import type { Log } from './log.ts';

export interface SharedOptions {
  readonly path: string;
  readonly memoryLimit?: string | undefined;
  readonly threads?: number | undefined;
  readonly tempFolder?: string | undefined;
  /** The file is let go of when nobody needed it for so long. */
  readonly idleCloseMs: number;
  readonly log: Log;
  /** Whether the file was taken or let go of. */
  readonly onAttached: (isAttached: boolean) => void;
  /** Whether somebody still has a transaction open, which would hold the file. */
  readonly isHeld: () => Promise<boolean>;
}

/**
 * One warehouse for many sessions. DuckDB starts with the first that needs it; the file is attached while somebody needs
 * it, and may be missing: then there is only the memory database, until somebody makes the file.
 */
export class SharedWarehouse {
  readonly #options: SharedOptions;
  #starting: Promise<Warehouse> | undefined;
  #started: Warehouse | undefined;
  #users = 0;
  #idle: NodeJS.Timeout | undefined;
  /** Attaching and detaching, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #isLettingGo = false;
  #isClosed = false;

  constructor(options: SharedOptions) {
    this.#options = options;
  }

  get path(): string {
    return this.#options.path;
  }

  /** The instance, where it was started: what is in its memory is there whether or not the file is attached. */
  get started(): Warehouse | undefined {
    return this.#started;
  }

  get isAttached(): boolean {
    return this.#started?.isAttached ?? false;
  }

  /** Takes hold of the warehouse, and of its file where there is one, until it is given back. */
  async take(): Promise<Warehouse> {
    if (this.#isClosed) throw cancelled();
    this.#users += 1;
    clearTimeout(this.#idle);
    try {
      const warehouse = await this.#start();
      if (!warehouse.isAttached || this.#isLettingGo) {
        await this.#inTurn(() => this.#attach(warehouse, { create: false }));
      }
      return warehouse;
    } catch (error) {
      this.giveBack();
      throw error;
    }
  }

  giveBack(): void {
    this.#users -= 1;
    if (this.#users === 0) this.#waitForIdleness();
  }

  /** Makes the file where it is missing; for those who took the warehouse. */
  create(warehouse: Warehouse): Promise<void> {
    return this.#inTurn(() => this.#attach(warehouse, { create: true }));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    const [started] = await Promise.allSettled([this.#starting]);
    // Not while the file is being attached or let go of.
    if (started.status === 'fulfilled') await this.#inTurn(async () => started.value?.close());
  }

  async #start(): Promise<Warehouse> {
    const { path, memoryLimit, threads, tempFolder } = this.#options;
    this.#starting ??= Warehouse.open({ path, attach: false, memoryLimit, threads, tempFolder });
    try {
      this.#started = await this.#starting;
    } catch (error) {
      this.#starting = undefined;
      throw error;
    }
    if (this.#isClosed) throw cancelled();
    return this.#started;
  }

  async #attach(warehouse: Warehouse, { create }: { create: boolean }): Promise<void> {
    if (this.#isClosed) throw cancelled();
    if (warehouse.isAttached) return;
    const isThere = await may(warehouse.path, constants.F_OK);
    if (!isThere && !create) return;
    const readOnly = isThere && !(await may(warehouse.path, constants.W_OK));
    try {
      await warehouse.attach({ readOnly });
    } catch (error) {
      throw await explainLock(this.path, error);
    }
    this.#options.log('info', `${isThere ? 'Opened' : 'Made'} ${this.path}${readOnly ? ', to be read only' : ''}.`);
    this.#options.onAttached(true);
  }

  #waitForIdleness(): void {
    if (this.#isClosed) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.#inTurn(() => this.#letGo()), this.#options.idleCloseMs);
    // Who only waits to let go of a file need not live for it.
    this.#idle.unref();
  }

  async #letGo(): Promise<void> {
    const warehouse = this.#started;
    if (!warehouse?.isAttached || this.#users > 0 || this.#isClosed) return;
    const { isHeld, log, onAttached, idleCloseMs } = this.#options;
    try {
      if (await isHeld()) return this.#waitForIdleness();
      if (this.#users > 0) return;
      this.#isLettingGo = true;
      await warehouse.detach();
    } catch (error) {
      log('warn', `${this.path} could not be let go of: ${asSparkifyError(error).message}`);
      return this.#waitForIdleness();
    } finally {
      this.#isLettingGo = false;
    }
    log('info', `Let go of ${this.path} after ${counted(Math.round(idleCloseMs / 1000), 'second')} without use.`);
    onAttached(false);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

/** One stay at the warehouse: it is taken when it is first needed, and given back in the end. */
export class Visit {
  readonly #shared: SharedWarehouse;
  #taken: Promise<Warehouse> | undefined;

  constructor(shared: SharedWarehouse) {
    this.#shared = shared;
  }

  warehouse(): Promise<Warehouse> {
    this.#taken ??= this.#shared.take();
    return this.#taken;
  }

  /** With its file, which is made where it is missing. */
  async made(): Promise<Warehouse> {
    const warehouse = await this.warehouse();
    await this.#shared.create(warehouse);
    return warehouse;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const [taken] = await Promise.allSettled([this.#taken]);
    if (taken.status === 'fulfilled' && taken.value) this.#shared.giveBack();
  }
}

const may = (path: string, mode: number): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );
