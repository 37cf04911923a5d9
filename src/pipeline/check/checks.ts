import { SparkifyError } from '../../base/errors.ts';
import { nearest } from '../../base/nearest.ts';
import { duration } from '../../base/quantity.ts';
import { type Check, checksOf } from '../../schema/checks.ts';
import { tables } from '../../schema/index.ts';
import { duckdbDialect as d } from '../../warehouse/dialect.ts';
import { stagingOf } from '../extract/load.ts';
import type { PipelineOptions, UserCheck } from '../options.ts';
import { statementOf } from './user-check.ts';

export interface RunCheck extends Check {
  /** The user's own, where it is one. */
  readonly user?: UserCheck;
}

/** Every promise a run is held to: the schema's, the books', freshness where it is asked for, and the user's own. */
export function checksFor({ freshnessMs, userChecks, warn }: PipelineOptions): RunCheck[] {
  const checks: RunCheck[] = [
    ...Object.entries(stagingOf).map(([kind, { name }]) => loadedCheck(kind, name)),
    ...tables.flatMap(table => checksOf(d, table)),
    ...(freshnessMs === undefined ? [] : [freshnessCheck(freshnessMs)]),
    ...userChecks.map(userCheck),
  ];
  for (const name of warn) {
    if (checks.some(check => check.name === name)) continue;
    const close = nearest(
      name,
      checks.map(check => check.name),
    );
    throw new SparkifyError(
      'usage.option',
      `There is no check ${name} to --warn of${close ? `; did you mean ${close}?` : '.'}`,
    );
  }
  return checks;
}

function loadedCheck(kind: string, table: string): Check {
  return {
    name: `${table}.balance`,
    says: `${table} has as many rows as were loaded from its objects.`,
    table,
    isWhole: true,
    failing: () => `SELECT * FROM (
  SELECT (SELECT coalesce(sum(rows), 0)::BIGINT FROM books.objects WHERE kind = ${d.text(kind)}) AS expected,
    (SELECT count(*) FROM ${table}) AS found
) WHERE expected <> found`,
  };
}

function freshnessCheck(freshnessMs: number): Check {
  const oldest = `now() - to_milliseconds(${freshnessMs})`;
  return {
    name: 'freshness',
    says: `The newest play is at most ${duration(freshnessMs / 1000)} old.`,
    table: 'songplays',
    isWhole: true,
    failing: () =>
      `SELECT * FROM (SELECT max(start_time) AS newest_play FROM songplays) WHERE newest_play IS NULL OR newest_play < ${oldest}`,
  };
}

function userCheck(user: UserCheck): RunCheck {
  const { name } = user;
  const says = `checks/${name}.sql returns no rows.`;
  return { name, says, table: '', isWhole: true, failing: () => statementOf(user), user };
}
