import { SparkifyError } from '../base/errors.ts';
import { nameOf } from '../warehouse/keep.ts';
import type { Desk } from './desk.ts';
import type { Results } from './results.ts';
import type { AnsweredResult } from './sql/run.ts';

interface Named {
  readonly name: string;
  /** Undefined where the cell ran and gave no rows. */
  readonly result: AnsweredResult | undefined;
}

/** The results that a session's cells can query by the name of the cell that gave them: snapshots, until that cell runs again. */
export class Names {
  readonly #results: Results;
  /** In small letters, for so DuckDB compares names. */
  readonly #named = new Map<string, Named>();

  constructor(results: Results) {
    this.#results = results;
  }

  /** Those that can be queried. */
  get all(): readonly { readonly name: string; readonly result: AnsweredResult }[] {
    return [...this.#named.values()].flatMap(({ name, result }) => (result ? [{ name, result }] : []));
  }

  async refuseTaken(name: string, desk: Desk): Promise<void> {
    // In a spoiled transaction nothing can be asked, and the cell's own statements will say so.
    const kind = await desk.kindOf(name).catch(() => undefined);
    if (kind === undefined) return;
    throw new SparkifyError(
      'usage.cell',
      `The cell cannot be named ${name}: there is a ${kind} ${name} already, which others query by that name. Name the cell otherwise.`,
    );
  }

  /** From now on the name stands for this result, or for none. */
  async set(name: string, result: AnsweredResult | undefined, desk: Desk): Promise<void> {
    const key = name.toLowerCase();
    const before = this.#named.get(key);
    if (result) {
      await this.#results.name(result.id, true);
      await desk.point(name, nameOf(result.table));
    } else await desk.unpoint(name);
    this.#named.set(key, { name, result });
    if (before?.result) await this.#results.name(before.result.id, false);
  }

  /** What a cell was called that is gone, or is called otherwise now, stands for nothing any more. */
  async keepOnly(cells: readonly string[], desk: () => Promise<Desk>): Promise<void> {
    const there = new Set(cells.map(each => each.toLowerCase()));
    for (const [key, { name, result }] of this.#named) {
      if (there.has(key)) continue;
      await (await desk()).unpoint(name);
      this.#named.delete(key);
      if (result) await this.#results.name(result.id, false);
    }
  }

  /** What is to be said where a statement did not find this name, if it is one of a cell's. */
  ofCell(name: string, cells: readonly string[]): string | undefined {
    const key = name.toLowerCase();
    const known = this.#named.get(key);
    if (known?.result) {
      return `The result of the cell ${known.name} is younger than the transaction that is open here. COMMIT or ROLLBACK it first.`;
    }
    if (known) return `The cell ${known.name} gave no rows to query. Let it end in a SELECT.`;
    const cell = cells.find(each => each.toLowerCase() === key);
    return cell === undefined ? undefined : `The cell ${cell} has no result yet. Run the cell ${cell} first.`;
  }
}
