import type { TextCell } from '../../base/cell.ts';
import type { PageAnswer } from '../../output/messages.ts';
import type { ResultPayload } from '../../output/payload.ts';

export type Row = readonly TextCell[];

/** Asks for rows from `offset` on; undefined where nobody can be asked. */
export type AskForPage = (offset: number, limit: number, signal: AbortSignal) => Promise<PageAnswer>;

export interface Failure {
  readonly offset: number;
  readonly limit: number;
  readonly sentence: string;
}

const pageRows = 200;
/** Pages further from where the person looks are let go of, and asked for again when wanted. */
const mostPages = 50;
/** Who scrolls fast wants few of the pages on the way. */
const mostAsked = 2;

/** The rows of a result: those of its payload, and pages of the others as they are looked at. */
export class ResultRows {
  readonly #first: readonly Row[];
  readonly #ask: AskForPage | undefined;
  readonly #changed: () => void;
  readonly #pages = new Map<number, readonly Row[]>();
  readonly #asked = new Set<number>();
  readonly #closing = new AbortController();
  #rowCount: number;
  #wanted: readonly number[] = [];
  #failure: Failure | undefined;

  constructor({ rows, rowCount }: ResultPayload, ask: AskForPage | undefined, changed: () => void) {
    this.#first = rows;
    this.#rowCount = rowCount;
    this.#ask = ask;
    this.#changed = changed;
  }

  /** Of the whole result, whether or not they can be seen from here. */
  get rowCount(): number {
    return this.#rowCount;
  }

  /** That can be looked at. */
  get reach(): number {
    return this.#ask ? this.#rowCount : Math.min(this.#rowCount, this.#first.length);
  }

  get isLoading(): boolean {
    return this.#asked.size > 0;
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Undefined while it is not here. */
  at(index: number): Row | undefined {
    return this.#first[index] ?? this.#pages.get(Math.floor(index / pageRows))?.[index % pageRows];
  }

  /** Brings what is looked at, from one row to another. */
  want(from: number, to: number): void {
    const wanted: number[] = [];
    for (let page = Math.floor(from / pageRows); page * pageRows <= Math.min(to, this.reach - 1); page++) {
      wanted.push(page);
    }
    this.#wanted = wanted;
    this.#askForWanted();
  }

  /** Asks once more for what was refused. */
  retry(): void {
    this.#failure = undefined;
    this.#askForWanted();
    this.#changed();
  }

  close(): void {
    this.#closing.abort();
    this.#pages.clear();
  }

  #askForWanted(): void {
    if (!this.#ask || this.#failure || this.#closing.signal.aborted) return;
    for (const page of this.#wanted) {
      if (this.#asked.size >= mostAsked) return;
      if (!this.#asked.has(page) && !this.#isHere(page)) void this.#load(page, this.#ask);
    }
  }

  #isHere(page: number): boolean {
    const end = Math.min((page + 1) * pageRows, this.#rowCount);
    return this.#first.length >= end || (this.#pages.get(page)?.length ?? 0) >= end - page * pageRows;
  }

  async #load(page: number, ask: AskForPage): Promise<void> {
    const { signal } = this.#closing;
    const offset = page * pageRows;
    const limit = Math.min(pageRows, this.#rowCount - offset);
    this.#asked.add(page);
    // Whoever wants rows is in the midst of drawing.
    queueMicrotask(() => signal.aborted || this.#changed());
    try {
      const { rows, rowCount } = await ask(offset, limit, signal);
      this.#rowCount = rowCount;
      if (rows.length < Math.min(limit, rowCount - offset)) throw new Error('Fewer rows came than there are.');
      this.#pages.set(page, rows);
      this.#forgetFar();
    } catch (refused) {
      this.#failure = { offset, limit, sentence: refused instanceof Error ? refused.message : String(refused) };
    }
    this.#asked.delete(page);
    if (signal.aborted) return;
    this.#askForWanted();
    this.#changed();
  }

  #forgetFar(): void {
    const [near = 0] = this.#wanted;
    const farthest = [...this.#pages.keys()].sort((a, b) => Math.abs(b - near) - Math.abs(a - near));
    for (const page of farthest.slice(0, Math.max(0, this.#pages.size - mostPages))) this.#pages.delete(page);
  }
}
