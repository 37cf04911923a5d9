import type { ResultPayload } from '../../output/payload.ts';
import { columnsFor, type GridColumn, templateOf, withNumbersOf } from './columns.ts';
import { DrawnRows } from './drawn-rows.ts';
import { moved, type Place } from './movement.ts';
import type { ResultRows, Row } from './result-rows.ts';
import { cellAt, headRow, made, placeOf } from './table-parts.ts';

const shownRows = 15;
const aroundSight = 8;
/** Browsers draw nothing beyond about 17 million pixels. */
const tallestPx = 16_000_000;
const leastRowPx = 22;

/** The rows in sight of a result of any length. Arrow keys lead to every cell; one of them is the way in by Tab. */
export class Table {
  readonly element = made('div', 'scroller');
  readonly #rows: ResultRows;
  readonly #open: (place: Place) => void;
  readonly #grid = made('div', 'grid', 'grid');
  readonly #head: HTMLElement;
  readonly #body = made('div', 'body', 'rowgroup');
  readonly #drawn = new DrawnRows(this.#body);
  readonly #sizes = new ResizeObserver(() => {
    this.#cancelFrame();
    this.#frame = requestAnimationFrame(() => this.draw());
  });
  readonly #measured: WeakSet<Row>;
  #columns: readonly GridColumn[];
  #active: Place = { row: 0, column: 0 };
  #rowPx = leastRowPx;
  #frame: number | undefined;

  constructor(says: string, payload: ResultPayload, rows: ResultRows, open: (place: Place) => void) {
    this.#rows = rows;
    this.#open = open;
    this.#columns = columnsFor(payload.columns, payload.rows);
    this.#measured = new WeakSet(payload.rows);
    this.#head = headRow(this.#columns);
    this.#grid.setAttribute('aria-label', says);
    this.#grid.setAttribute('aria-colcount', String(this.#columns.length + 1));
    const head = made('div', 'head', 'rowgroup');
    head.append(this.#head);
    this.#grid.append(head, this.#body);
    this.element.append(this.#grid);
    this.element.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    this.#body.addEventListener('keydown', event => this.#onKey(event));
    this.#body.addEventListener('mousedown', event => this.#onPress(event));
    this.#body.addEventListener('dblclick', event => this.#onDoubleClick(event));
    this.#body.addEventListener('copy', event => this.#onCopy(event));
    this.#sizes.observe(this.element);
  }

  /** Rows that can be scrolled to; a page holds no more. */
  get reach(): number {
    return Math.min(this.#rows.reach, Math.floor(tallestPx / this.#rowPx));
  }

  /** Makes the page show what there is, after any change but a scroll. */
  draw(): void {
    this.#measure();
    this.#drawSight();
  }

  focus(): void {
    this.#drawn.cellAt(this.#active)?.focus({ preventScroll: true });
  }

  close(): void {
    this.#cancelFrame();
    this.#sizes.disconnect();
    this.element.remove();
  }

  #onScroll(): void {
    this.#frame ??= requestAnimationFrame(() => this.#drawSight());
  }

  #cancelFrame(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  /** Sizes follow the person's font. */
  #measure(): void {
    const fontPx = Number.parseFloat(getComputedStyle(this.#body).fontSize) || 0;
    const rowPx = Math.max(leastRowPx, Math.round(fontPx * 1.5));
    if (rowPx !== this.#rowPx) this.#drawn.forgetAll();
    this.#rowPx = rowPx;
    const { reach } = this;
    this.element.style.setProperty('--row', `${rowPx}px`);
    this.element.style.setProperty('--shown', String(Math.min(reach, shownRows)));
    this.element.classList.toggle('scrolls', reach > shownRows);
    this.#body.style.height = `${reach * rowPx}px`;
    this.#grid.style.setProperty('--columns', templateOf(this.#columns, reach));
    this.#grid.setAttribute('aria-rowcount', String(reach + 1));
  }

  #drawSight(): void {
    this.#cancelFrame();
    const { first, last } = this.#sight();
    this.#rows.want(first, last);
    this.#fit(first, last);
    const wanted = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    // Its element holds the focus, wherever the person has scrolled since.
    const { row } = this.#active;
    if (row < first) wanted.unshift(row);
    else if (row > last && row < this.reach) wanted.push(row);
    const hasFocus = this.#hasFocus();
    this.#drawn.show(wanted, this.#rows, this.#columns, this.#rowPx);
    this.#drawn.cellAt(this.#active)?.setAttribute('tabindex', '0');
    if (hasFocus && !this.#hasFocus()) this.focus();
  }

  #hasFocus(): boolean {
    const root = this.element.getRootNode();
    return root instanceof ShadowRoot && this.#body.contains(root.activeElement);
  }

  #sight(): { first: number; last: number } {
    const { scrollTop } = this.element;
    const first = Math.floor(scrollTop / this.#rowPx) - aroundSight;
    const last = Math.ceil((scrollTop + this.#sightPx()) / this.#rowPx) + aroundSight;
    return { first: Math.max(0, first), last: Math.min(this.reach - 1, last) };
  }

  #sightPx(): number {
    const px = this.element.clientHeight - this.#head.offsetHeight;
    return px > 0 ? px : shownRows * this.#rowPx;
  }

  /** A page may hold wider numbers than those before: then its column grows, and never shrinks. */
  #fit(first: number, last: number): void {
    const fresh: Row[] = [];
    for (let index = first; index <= last; index++) {
      const row = this.#rows.at(index);
      if (row && !this.#measured.has(row)) fresh.push(row);
    }
    if (fresh.length === 0) return;
    for (const row of fresh) this.#measured.add(row);
    const grown = withNumbersOf(fresh, this.#columns);
    if (grown === this.#columns) return;
    this.#columns = grown;
    this.#grid.style.setProperty('--columns', templateOf(grown, this.reach));
  }

  #activate(place: Place): void {
    this.#drawn.cellAt(this.#active)?.setAttribute('tabindex', '-1');
    this.#active = place;
    this.#drawSight();
  }

  #reveal({ row, column }: Place): void {
    const { element } = this;
    const top = row * this.#rowPx;
    const bottom = top + this.#rowPx - this.#sightPx();
    element.scrollTop = Math.max(bottom, Math.min(top, element.scrollTop));
    const header = cellAt(this.#head, column);
    const numbersPx = (this.#head.firstElementChild as HTMLElement | null)?.offsetWidth ?? 0;
    if (!header) return;
    const left = header.offsetLeft - numbersPx;
    const right = header.offsetLeft + header.offsetWidth - element.clientWidth;
    element.scrollLeft = Math.min(left, Math.max(right, element.scrollLeft));
  }

  #onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.#sightPx() / this.#rowPx) - 1);
    const place = moved(this.#active, event, { rows: this.reach, columns: this.#columns.length, page });
    if (place) {
      this.#reveal(place);
      this.#activate(place);
      this.focus();
    } else if (event.key === 'Enter' || event.key === 'F2') this.#open(this.#active);
    else return;
    // The editor would take the key for a way from cell to cell of the notebook.
    event.preventDefault();
    event.stopPropagation();
  }

  #onPress(event: MouseEvent): void {
    const place = placeOf(event);
    if (place && event.button === 0) this.#activate(place);
  }

  #onDoubleClick(event: MouseEvent): void {
    const place = placeOf(event);
    if (place) this.#open(place);
  }

  /** The cell's whole text, where the person selected no part of it. */
  #onCopy(event: ClipboardEvent): void {
    if (String(getSelection()) !== '') return;
    const row = this.#rows.at(this.#active.row);
    if (!row) return;
    event.clipboardData?.setData('text/plain', row[this.#active.column] ?? '');
    event.preventDefault();
  }
}
