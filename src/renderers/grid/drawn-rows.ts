import type { GridColumn } from './columns.ts';
import type { Place } from './movement.ts';
import type { ResultRows, Row } from './result-rows.ts';
import { cellAt, numberedRow } from './table-parts.ts';

interface Drawn {
  readonly element: HTMLElement;
  /** What it was drawn of; undefined while that is not here yet. */
  readonly row: Row | undefined;
}

/** The rows that stand on the page, each at its place. */
export class DrawnRows {
  readonly #body: HTMLElement;
  readonly #drawn = new Map<number, Drawn>();

  constructor(body: HTMLElement) {
    this.#body = body;
  }

  /** Makes these the rows on the page: in their order, as they are read aloud; an element that is there stays where it is. */
  show(indexes: readonly number[], rows: ResultRows, columns: readonly GridColumn[], rowPx: number): void {
    const wanted = new Set(indexes);
    for (const index of this.#drawn.keys()) if (!wanted.has(index)) this.#forget(index);
    let above: HTMLElement | undefined;
    for (const index of indexes) {
      const row = rows.at(index);
      const before = this.#drawn.get(index);
      if (!before || before.row !== row) {
        const element = numberedRow(index, row, columns);
        element.style.top = `${index * rowPx}px`;
        if (above) above.after(element);
        else this.#body.prepend(element);
        before?.element.remove();
        this.#drawn.set(index, { element, row });
      }
      above = this.#drawn.get(index)!.element;
    }
  }

  forgetAll(): void {
    for (const index of this.#drawn.keys()) this.#forget(index);
  }

  cellAt({ row, column }: Place): HTMLElement | undefined {
    const drawn = this.#drawn.get(row);
    return drawn && cellAt(drawn.element, column);
  }

  #forget(index: number): void {
    this.#drawn.get(index)?.element.remove();
    this.#drawn.delete(index);
  }
}
