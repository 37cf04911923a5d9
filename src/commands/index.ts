import { check } from './check.ts';
import type { Command } from './command.ts';
import { create } from './create.ts';
import { etl } from './etl.ts';
import { exportTables } from './export.ts';
import { extract } from './extract.ts';
import { help } from './help.ts';
import { init } from './init.ts';
import { playground } from './playground.ts';
import { rejects } from './rejects.ts';
import { runs } from './runs.ts';
import { sql } from './sql.ts';
import { tables } from './tables.ts';
import { transform } from './transform.ts';

/** Every command there is, in the order help lists them. */
export const commands = [
  etl,
  create,
  extract,
  transform,
  check,
  exportTables,
  sql,
  tables,
  runs,
  rejects,
  init,
  playground,
  help,
] as const;

export type AnyCommand = (typeof commands)[number];
export type CommandName = AnyCommand['name'];
export type CommandNamed<N extends CommandName> = Extract<AnyCommand, { name: N }>;

export const commandNames: readonly CommandName[] = commands.map(({ name }) => name);

export const commandNamed = (name: string): AnyCommand | undefined =>
  commands.find((command: Command) => command.name === name);
