import { SparkifyError } from '../../base/errors.ts';
import { counted } from '../../base/quantity.ts';
import { type Proof, proofsOf } from '../../schema/checks.ts';
import { tableNamed, tables } from '../../schema/index.ts';
import type { Table } from '../../schema/table.ts';
import type { Connection } from '../../warehouse/connection.ts';
import { duckdbDialect as d } from '../../warehouse/dialect.ts';
import type { CheckResult } from '../events.ts';
import { ProgressMeter } from '../progress.ts';
import type { RunContext } from '../run-context.ts';
import { takeStep } from '../step.ts';
import { checksFor, type RunCheck } from './checks.ts';
import { countRepairable } from './repairable.ts';
import { inFile } from './user-check.ts';

const shownRows = 20;

/** A star that was just built and not yet published. */
interface NewStar {
  /** Where the rows stand that the build put into a table; without it, every row is looked at. */
  readonly rebuilt?: ((table: Table) => string) | undefined;
}

/** Holds the star to its promises, and fails when one is broken that is not only to be warned of. */
export async function checkStar(context: RunContext, newStar?: NewStar): Promise<void> {
  await takeStep(context, 'check', async () => {
    const { connection, options, tally, emit, signal } = context;
    const checks = checksFor(options);
    const meter = new ProgressMeter(emit, { step: 'check', unit: 'checks' });
    meter.expect(checks.length);
    const isProven = prover(connection, signal);
    for (const check of checks) {
      const { failing, rows } = await meter.watch(
        () => connection.progress(),
        async () =>
          (await isProven(check.name))
            ? noFailures
            : failuresOf(connection, check, rowsToLookAt(check, newStar?.rebuilt), signal),
      );
      const status = failing === 0 ? 'passed' : options.warn.includes(check.name) ? 'warned' : 'failed';
      const result: CheckResult = { name: check.name, says: check.says, status, failing, rows };
      tally.checks.push(result);
      emit({ type: 'check', check: result });
      meter.add(1);
    }
    meter.finish();
    const ofStar = new Set(checks.flatMap(check => (check.isOfStar ? [check.name] : [])));
    refuseFailed(tally.checks, newStar ? 'new' : 'published', ofStar);
    const repairable = options.repairText ? 0 : await countRepairable(connection, signal);
    const mend =
      repairable > 0 ? `; ${counted(repairable, 'row')} with doubly encoded text, which --repair-text mends` : '';
    return { note: `${counted(checks.length, 'check')}${mend}` };
  });
}

const noFailures = { failing: 0, rows: [] };

/** Tells of a check by its name whether something else has proven it. */
function prover(connection: Connection, signal: AbortSignal): (name: string) => Promise<boolean> {
  const proofs = proofsOf(d, tables);
  const known = new Map<Proof, boolean>();
  return async name => {
    const proof = proofs.find(({ proves }) => proves.includes(name));
    if (!proof) return false;
    const holds = known.get(proof) ?? (await connection.one<{ holds: boolean }>(proof.query, { signal })).holds;
    known.set(proof, holds);
    return holds;
  };
}

function rowsToLookAt(check: RunCheck, rebuilt: NewStar['rebuilt']): string {
  const table = tableNamed(check.table);
  if (table?.built && rebuilt && !check.isWhole) return rebuilt(table);
  return check.table && d.id(check.table);
}

async function failuresOf(connection: Connection, check: RunCheck, rows: string, signal: AbortSignal) {
  const sql = `SELECT count(*) OVER () AS failing, f.* FROM (\n${check.failing(rows)}\n) AS f LIMIT ${shownRows}`;
  try {
    const found = await connection.rows<{ failing: number }>(sql, { signal });
    return { failing: found[0]?.failing ?? 0, rows: found.map(({ failing: _, ...row }) => forJson(row)) };
  } catch (error) {
    throw check.user ? inFile(check.user, error, 1) : error;
  }
}

/** Plain JSON; a number that JSON would bend is text. */
const forJson = (row: Record<string, unknown>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value)));

function refuseFailed(checks: readonly CheckResult[], star: 'new' | 'published', ofStar: ReadonlySet<string>): void {
  const failed = checks.filter(check => check.status === 'failed');
  if (failed.length === 0) return;
  const named = failed.map(({ name, failing }) => `${name} (${counted(failing, 'row')})`).join(', ');
  const what = failed.length === 1 ? 'A check failed' : `${failed.length} checks failed`;
  const mend = failed.some(({ name }) => ofStar.has(name)) ? '`sparkify transform --full` builds the star anew; ' : '';
  const before = star === 'new' ? 'The last good star stays; ' : mend;
  throw new SparkifyError('run.checks', `${what}: ${named}. ${before}\`--warn NAME\` lets one pass.`);
}
