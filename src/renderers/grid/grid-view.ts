import type { ResultPayload } from '../../output/payload.ts';
import { drawings, isPlan } from '../../output/result/result.ts';
import { sizeSaid } from '../../output/said.ts';
import { type Child, h, patch } from '../frame/element.ts';
import { restoredNote } from '../frame/notes.ts';
import type { Stage, View } from '../frame/renderer.ts';
import { barPart, effectsPart } from './bar.ts';
import { type OpenCell, openCellPart } from './open-cell.ts';
import { reachNotes } from './reach-notes.ts';
import { ResultRows } from './result-rows.ts';
import { Table } from './table.ts';
import { made } from './table-parts.ts';

/** One result: what its statements did, its rows, and what there is to say of them. */
export class GridView implements View<ResultPayload> {
  readonly #stage: Stage;
  readonly #above = made('div', 'above');
  readonly #below = made('div', 'below');
  #payload: ResultPayload | undefined;
  #rows: ResultRows | undefined;
  #table: Table | undefined;
  #openCell: OpenCell | undefined;

  constructor(stage: Stage) {
    this.#stage = stage;
    stage.root.append(this.#above, this.#below);
  }

  show(payload: ResultPayload): void {
    this.close();
    this.#payload = payload;
    this.#openCell = undefined;
    const { host } = this.#stage;
    const { id: result, restored } = payload;
    const isAskable = host !== undefined && result !== undefined && !restored;
    this.#rows = new ResultRows(
      payload,
      isAskable ? (offset, limit, signal) => host.page({ result, offset, limit }, signal) : undefined,
      () => this.#draw(),
    );
    if (payload.columns.length > 0 && !isPlan(payload.columns)) {
      const says = [payload.name ?? 'Result', sizeSaid(payload)].join(', ');
      this.#table = new Table(says, payload, this.#rows, place => {
        const text = this.#rows?.at(place.row)?.[place.column];
        const column = payload.columns[place.column];
        if (text !== undefined && column) this.#show({ ...column, row: place.row, text });
      });
      this.#above.after(this.#table.element);
    }
    this.#draw();
  }

  close(): void {
    this.#rows?.close();
    this.#table?.close();
    this.#rows = undefined;
    this.#table = undefined;
  }

  #draw(): void {
    const [payload, rows] = [this.#payload, this.#rows];
    if (!payload || !rows) return;
    this.#table?.draw();
    const { host } = this.#stage;
    patch(this.#above, [
      restoredNote(payload, host),
      effectsPart(payload),
      barPart(payload, rows),
      ...planParts(payload),
    ]);
    patch(this.#below, [
      ...reachNotes(payload, rows, this.#table?.reach ?? rows.reach, host),
      this.#openCell && openCellPart(this.#openCell, () => this.#show(undefined)),
    ]);
  }

  #show(cell: OpenCell | undefined): void {
    this.#openCell = cell;
    this.#draw();
    if (cell) this.#below.querySelector<HTMLElement>('.open pre')?.focus();
    else this.#table?.focus();
  }
}

const planParts = ({ columns, rows }: ResultPayload): Child[] =>
  isPlan(columns)
    ? drawings(rows).map((drawing, i) =>
        h(
          'pre',
          { key: `plan ${i}`, class: 'plan code', attributes: { tabindex: 0, role: 'group', 'aria-label': 'Plan' } },
          drawing,
        ),
      )
    : [];
