import type { ResultColumn } from '../../base/cell.ts';
import { type GridColumn, templateOf, withRows } from './columns.ts';
import { moved, type Place } from './movement.ts';
import type { ResultRows, Row } from './result-rows.ts';
import { cellAt, headRow, made, numberedRow } from './table-parts.ts';

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
  readonly #drawn = new Map<number, { readonly element: HTMLElement; readonly row: Row | undefined }>();
  readonly #sizes = new ResizeObserver(() => this.#drawSoon());
  #columns: readonly GridColumn[];
  #measured = new WeakSet<Row>();
  #active: Place = { row: 0, column: 0 };
  #rowPx = leastRowPx;
  #frame: number | undefined;

  constructor(says: string, columns: readonly ResultColumn[], rows: ResultRows, open: (place: Place) => void) {
    this.#rows = rows;
    this.#open = open;
    this.#columns = withRows(columns, []);
    this.#head = headRow(this.#columns);
    this.#grid.setAttribute('aria-label', says);
    this.#grid.setAttribute('aria-colcount', String(columns.length + 1));
    const head = made('div', 'head', 'rowgroup');
    head.append(this.#head);
    this.#grid.append(head, this.#body);
    this.element.append(this.#grid);
    this.element.addEventListener('scroll', () => this.#drawSoon(), { passive: true });
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

  /** Makes the page show what is in sight now. */
  draw(): void {
    this.#cancelFrame();
    this.#measure();
    const { first, last } = this.#sight();
    this.#rows.want(first, last);
    this.#fit(first, last);
    const wanted = new Set<number>();
    for (let index = first; index <= last; index++) wanted.add(index);
    // Its element holds the focus, wherever the person has scrolled since.
    if (this.#active.row < this.reach) wanted.add(this.#active.row);
    for (const [index, { element }] of this.#drawn) {
      if (!wanted.has(index)) {
        this.#drawn.delete(index);
        element.remove();
      }
    }
    for (const index of wanted) this.#drawRow(index);
  }

  focus(): void {
    this.#cellAt(this.#active)?.focus({ preventScroll: true });
  }

  close(): void {
    this.#cancelFrame();
    this.#sizes.disconnect();
    this.element.remove();
  }

  #drawSoon(): void {
    this.#frame ??= requestAnimationFrame(() => this.draw());
  }

  #cancelFrame(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  /** Sizes follow the person's font. */
  #measure(): void {
    const fontPx = Number.parseFloat(getComputedStyle(this.#body).fontSize) || 0;
    this.#rowPx = Math.max(leastRowPx, Math.round(fontPx * 1.5));
    const { reach } = this;
    this.element.style.setProperty('--row', `${this.#rowPx}px`);
    this.element.style.setProperty('--shown', String(Math.min(reach, shownRows)));
    this.element.classList.toggle('scrolls', reach > shownRows);
    this.#body.style.height = `${reach * this.#rowPx}px`;
    this.#grid.setAttribute('aria-rowcount', String(reach + 1));
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
      if (row && !this.#measured.has(row)) {
        this.#measured.add(row);
        fresh.push(row);
      }
    }
    if (fresh.length > 0) this.#columns = withRows(this.#columns, fresh);
    this.#grid.style.setProperty('--columns', templateOf(this.#columns, this.reach));
  }

  #drawRow(index: number): void {
    const row = this.#rows.at(index);
    const before = this.#drawn.get(index);
    if (!before || before.row !== row) {
      const element = numberedRow(index, row, this.#columns);
      element.style.top = `${index * this.#rowPx}px`;
      const hadFocus = before?.element.contains(focusedIn(this.element)) ?? false;
      if (before) before.element.replaceWith(element);
      else this.#body.append(element);
      this.#drawn.set(index, { element, row });
      if (index === this.#active.row) this.#markActive();
      if (hadFocus) this.focus();
    } else {
      before.element.style.top = `${index * this.#rowPx}px`;
    }
  }

  #cellAt({ row, column }: Place): HTMLElement | undefined {
    const element = this.#drawn.get(row)?.element;
    return element && cellAt(element, column);
  }

  #markActive(): void {
    this.#cellAt(this.#active)?.setAttribute('tabindex', '0');
  }

  #activate(place: Place): void {
    this.#cellAt(this.#active)?.setAttribute('tabindex', '-1');
    this.#active = place;
    this.#reveal(place);
    this.draw();
    this.#markActive();
    this.focus();
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
    if (place) this.#activate(place);
    else if (event.key === 'Enter' || event.key === 'F2') this.#open(this.#active);
    else return;
    // The editor would take the key for a way from cell to cell of the notebook.
    event.preventDefault();
    event.stopPropagation();
  }

  #onPress(event: MouseEvent): void {
    const place = this.#placeOf(event);
    if (!place || event.button !== 0) return;
    this.#cellAt(this.#active)?.setAttribute('tabindex', '-1');
    this.#active = place;
    this.#markActive();
  }

  #onDoubleClick(event: MouseEvent): void {
    const place = this.#placeOf(event);
    if (place) this.#open(place);
  }

  #placeOf(event: Event): Place | undefined {
    const cell = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[role=gridcell]') : null;
    const row = Number(cell?.parentElement?.getAttribute('aria-rowindex')) - 2;
    const column = Number(cell?.getAttribute('aria-colindex')) - 2;
    return row >= 0 && column >= 0 ? { row, column } : undefined;
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

const focusedIn = (element: HTMLElement): Element | null => {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.activeElement : null;
};
