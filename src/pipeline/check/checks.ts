import { SparkifyError } from '../../base/errors.ts';
import { didYouMean } from '../../base/nearest.ts';
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
  /** The schema's, over a table that a build makes anew. */
  readonly isOfStar?: boolean;
}

const freshness = 'freshness';

/** Every promise a run is held to: the schema's, the books', freshness where it is asked for, and the user's own. */
export function checksFor({ freshnessMs, userChecks, warn }: PipelineOptions): RunCheck[] {
  const builtIn: RunCheck[] = [
    ...Object.entries(stagingOf).map(([kind, { name }]) => loadedCheck(kind, name)),
    ...tables.flatMap(table => checksOf(d, table).map(check => ({ ...check, isOfStar: table.built !== undefined }))),
    ...(freshnessMs === undefined ? [] : [freshnessCheck(freshnessMs)]),
  ];
  const taken = new Set([...builtIn.map(check => check.name), freshness]);
  for (const { name, file } of userChecks) {
    if (!taken.has(name)) continue;
    throw new SparkifyError('usage.option', `${file} has the name of a check that is built in; give the file another.`);
  }
  const checks = [...builtIn, ...userChecks.map(userCheck)];
  for (const name of warn) {
    if (checks.some(check => check.name === name)) continue;
    const names = checks.map(check => check.name);
    throw new SparkifyError('usage.option', `There is no check ${name} to --warn of.${didYouMean(name, names)}`);
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
    name: freshness,
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
