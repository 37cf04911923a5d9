import type { FaultKind } from './faults/kinds.ts';

/** What the server did since it began, or since the last reset. */
export interface PlaygroundStats {
  /** By the name of the operation. */
  readonly requests: Readonly<Record<string, number>>;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  readonly connections: number;
  /** The most requests that were under way at once. */
  readonly mostAtOnce: number;
}

export class Counters {
  #stats = nothing();
  #underWay = 0;

  get stats(): PlaygroundStats {
    return this.#stats;
  }

  begin(): void {
    this.#underWay++;
    this.#stats.mostAtOnce = Math.max(this.#stats.mostAtOnce, this.#underWay);
  }

  end(): void {
    this.#underWay--;
  }

  operation(name: string): void {
    this.#stats.requests[name] = (this.#stats.requests[name] ?? 0) + 1;
  }

  fault(kind: FaultKind): void {
    this.#stats.faults[kind] = (this.#stats.faults[kind] ?? 0) + 1;
  }

  received(bytes: number): void {
    this.#stats.bytesReceived += bytes;
  }

  sent(bytes: number): void {
    this.#stats.bytesSent += bytes;
  }

  connection(): void {
    this.#stats.connections++;
  }

  reset(): void {
    this.#stats = nothing();
  }
}

const nothing = () => ({
  requests: {} as Record<string, number>,
  bytesReceived: 0,
  bytesSent: 0,
  faults: {} as Partial<Record<FaultKind, number>>,
  connections: 0,
  mostAtOnce: 0,
});
