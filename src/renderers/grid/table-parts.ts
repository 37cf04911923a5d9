import { count } from '../../base/quantity.ts';
import { visible } from '../../base/text.ts';
import { cutText } from '../../output/long-text.ts';
import type { GridColumn } from './columns.ts';
import type { Place } from './movement.ts';
import type { Row } from './result-rows.ts';

// Made by hand and not by `patch`: rows come by the hundred while the person scrolls.

export function made(tag: string, className: string, role?: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  if (role !== undefined) element.setAttribute('role', role);
  return element;
}

export function headRow(columns: readonly GridColumn[]): HTMLElement {
  const row = made('div', 'row', 'row');
  row.setAttribute('aria-rowindex', '1');
  const corner = made('div', 'cell corner', 'columnheader');
  corner.setAttribute('aria-label', 'Row');
  corner.setAttribute('aria-colindex', '1');
  row.append(corner, ...columns.map(headCell));
  return row;
}

function headCell({ name, type, isNumber }: GridColumn, i: number): HTMLElement {
  const cell = made('div', isNumber ? 'cell number' : 'cell', 'columnheader');
  cell.setAttribute('aria-colindex', String(i + 2));
  cell.title = `${name} ${type}`;
  const nameLine = made('div', 'name');
  nameLine.textContent = name;
  nameLine.dir = 'auto';
  const typeLine = made('div', 'type');
  typeLine.textContent = type.toLowerCase();
  cell.append(nameLine, typeLine);
  return cell;
}

export function numberedRow(index: number, row: Row | undefined, columns: readonly GridColumn[]): HTMLElement {
  const element = made('div', row ? 'row' : 'row absent', 'row');
  element.setAttribute('aria-rowindex', String(index + 2));
  const number = made('div', 'cell corner', 'rowheader');
  number.setAttribute('aria-colindex', '1');
  number.textContent = count(index + 1);
  element.append(number, ...columns.map((column, i) => bodyCell(row, column, i)));
  return element;
}

function bodyCell(row: Row | undefined, { isNumber, width }: GridColumn, i: number): HTMLElement {
  const cell = made('div', isNumber ? 'cell number' : 'cell', 'gridcell');
  cell.setAttribute('aria-colindex', String(i + 2));
  cell.tabIndex = -1;
  const value = row?.[i];
  if (value === null) {
    cell.classList.add('null');
    cell.textContent = 'NULL';
  } else if (value === undefined) {
    cell.textContent = '…';
    cell.setAttribute('aria-label', 'Loading');
  } else {
    const text = visible(cutText(value));
    cell.textContent = text;
    cell.dir = 'auto';
    if (text.length > width) cell.title = text;
  }
  return cell;
}

/** A column's cell in a row of the head or the body; the first of all is the row's number. */
export const cellAt = (row: HTMLElement, column: number): HTMLElement | undefined =>
  row.children[column + 1] as HTMLElement | undefined;

/** Of the cell of the body that an event is about. */
export function placeOf({ target }: Event): Place | undefined {
  const cell = target instanceof HTMLElement ? target.closest<HTMLElement>('[role=gridcell]') : null;
  if (!cell) return undefined;
  const row = Number(cell.parentElement?.getAttribute('aria-rowindex')) - 2;
  return { row, column: Number(cell.getAttribute('aria-colindex')) - 2 };
}
