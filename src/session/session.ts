import { join } from 'node:path';
import type { OptionsOf } from '../commands/command.ts';
import type { AnyCommand } from '../commands/index.ts';
import type { AccessOptions, Context, EngineOptions, Face, Outcome } from '../commands/run/context.ts';
import { runCommand } from '../commands/run/index.ts';
import type { Lake } from '../lake/lake.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

/** Where a session lives. */
export interface Place {
  /** The folder of sparkify.json, or else the working folder. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** One shell's or notebook's life on a warehouse: opened when a command first needs it, closed with the session. */
export class Session {
  readonly #place: Place;
  #warehouse: Promise<Warehouse> | undefined;

  constructor(place: Place) {
    this.#place = place;
  }

  async run<C extends AnyCommand>(command: C, options: OptionsOf<C>, face: Face): Promise<Outcome> {
    const lakes: Promise<Lake>[] = [];
    const context: Context = {
      ...face,
      ...this.#place,
      lake: (uri, access) => {
        const lake = this.#openLake(uri, access, face);
        lakes.push(lake);
        return lake;
      },
      warehousePath: engine => this.#pathOf(engine),
      warehouse: (engine, how) => {
        this.#warehouse ??= this.#openWarehouse(engine, how);
        return this.#warehouse;
      },
    };
    try {
      return await runCommand(command, options, context);
    } finally {
      const opened = await Promise.allSettled(lakes);
      await Promise.all(opened.map(lake => (lake.status === 'fulfilled' ? lake.value.close() : undefined)));
    }
  }

  async close(): Promise<void> {
    const [opened] = await Promise.allSettled([this.#warehouse]);
    if (opened.status === 'fulfilled') await opened.value?.close();
  }

  #pathOf({ warehouse }: EngineOptions): string {
    return warehouse ?? join(this.#place.folder, 'sparkify.duckdb');
  }

  async #openWarehouse(engine: EngineOptions, how: { create?: boolean; readOnly?: boolean }): Promise<Warehouse> {
    const { memoryLimit, tempFolder, threads } = engine;
    const path = this.#pathOf(engine);
    const { Warehouse } = await import('../warehouse/warehouse.ts');
    try {
      return await Warehouse.open({
        path,
        create: how.create ?? false,
        readOnly: how.readOnly ?? false,
        ...(memoryLimit === undefined ? {} : { memoryLimit }),
        ...(tempFolder === undefined ? {} : { tempFolder }),
        ...(threads === undefined ? {} : { threads }),
      });
    } catch (error) {
      const { explainLock } = await import('../pipeline/claim.ts');
      throw await explainLock(path, error);
    }
  }

  async #openLake(uri: string, access: AccessOptions, { emit }: Face): Promise<Lake> {
    const { openLake } = await import('../lake/open.ts');
    const { credentials, anonymous, profile, region, endpoint, pathStyle } = access;
    return openLake(uri, {
      profile,
      anonymous: anonymous || credentials === 'anonymous',
      credentialsFile: credentials === 'anonymous' ? undefined : credentials,
      region,
      endpoint,
      pathStyle,
      env: this.#place.env,
      projectFolder: this.#place.folder,
      warn: message => emit({ type: 'warning', message }),
    });
  }
}
