import { join } from 'node:path';
import type { OptionsOf } from '../../commands/command.ts';
import type { AnyCommand } from '../../commands/index.ts';
import type { Context, EngineOptions, Face, Outcome } from '../../commands/run/context.ts';
import { runCommand } from '../../commands/run/index.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';
import { withLakes } from '../lakes.ts';

/** Where a shell's command is at home. */
export interface Home {
  /** The folder of sparkify.json, or else the working folder. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A shell's life on a warehouse: opened when its command first needs it, closed with the session. */
export class ShellSession {
  readonly #home: Home;
  #warehouse: Promise<Warehouse> | undefined;

  constructor(home: Home) {
    this.#home = home;
  }

  run<C extends AnyCommand>(command: C, options: OptionsOf<C>, face: Face): Promise<Outcome> {
    const warn = (message: string) => face.emit({ type: 'warning', message });
    const warehouse: Context['warehouse'] = (engine, how) => {
      this.#warehouse ??= this.#openWarehouse(engine, how);
      return this.#warehouse;
    };
    return withLakes({ ...this.#home, warn }, lake =>
      runCommand(command, options, {
        ...face,
        ...this.#home,
        lake,
        warehousePath: engine => this.#pathOf(engine),
        warehouse,
        connection: async (engine, { readOnly = false, writesOnDemand = false }) => {
          const opened = await warehouse(engine, { readOnly: readOnly || writesOnDemand });
          if (writesOnDemand) opened.writeOnDemand();
          return opened.connect();
        },
      }),
    );
  }

  async close(): Promise<void> {
    const [opened] = await Promise.allSettled([this.#warehouse]);
    if (opened.status === 'fulfilled') await opened.value?.close();
  }

  #pathOf({ warehouse }: EngineOptions): string {
    return warehouse ?? join(this.#home.folder, 'sparkify.duckdb');
  }

  async #openWarehouse(engine: EngineOptions, how: { create?: boolean; readOnly?: boolean }): Promise<Warehouse> {
    const { memoryLimit, tempFolder, threads } = engine;
    const path = this.#pathOf(engine);
    const { Warehouse } = await import('../../warehouse/warehouse.ts');
    try {
      return await Warehouse.open({
        path,
        create: how.create ?? false,
        readOnly: how.readOnly ?? false,
        memoryLimit,
        tempFolder,
        threads,
      });
    } catch (error) {
      const { explainLock } = await import('../../pipeline/claim.ts');
      throw await explainLock(path, error);
    }
  }
}
