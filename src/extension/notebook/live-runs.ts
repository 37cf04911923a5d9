import { isPipelineCommand, stepsOf } from '../../commands/steps-of.ts';
import { type Surroundings, understand } from '../../commands/understand.ts';
import { wordsOf } from '../../commands/words.ts';
import type { RunPayload } from '../../output/payload.ts';
import { afterEvent, type RunState, waitingRun } from '../../output/run-state.ts';
import type { RunEvent, StepName } from '../../pipeline/events.ts';
import { commandLines } from '../../session/sparkify/lines.ts';

/** A run of the pipeline that a text asks for. */
export interface ExpectedRun {
  readonly command: string;
  readonly steps: readonly StepName[];
}

/** The runs a cell's text will make, as far as it can be read; what cannot will fail, and say so itself. */
export function expectedRuns(text: string, surroundings: Surroundings): ExpectedRun[] {
  return commandLines(text).flatMap(line => {
    try {
      const words = wordsOf(line.text);
      const understood = understand(words[0]?.text === 'sparkify' ? words.slice(1) : words, surroundings);
      const { name } = understood.command;
      const { plan = false, export: exports = [] } = understood.options as {
        plan?: boolean;
        export?: readonly string[];
      };
      return isPipelineCommand(name) && !plan ? [{ command: name, steps: stepsOf(name, exports) }] : [];
    } catch {
      return [];
    }
  });
}

interface Live {
  readonly command: string;
  readonly state: RunState;
  readonly warnings: readonly string[];
}

/** The runs of one cell while they go on. Events do not say which run they belong to: one follows the other. */
export class LiveRuns {
  readonly #warehouse: string;
  readonly #expected: ExpectedRun[];
  readonly #runs: Live[] = [];

  constructor(warehouse: string, expected: readonly ExpectedRun[]) {
    this.#warehouse = warehouse;
    this.#expected = [...expected];
    this.#begin();
  }

  get isEmpty(): boolean {
    return this.#runs.length === 0;
  }

  take(event: RunEvent, nowMs: number): void {
    if (event.type === 'step' && event.state === 'started' && this.#isOfNext(event.step)) this.#begin();
    const run = this.#runs.at(-1) ?? this.#begin({ command: 'run', steps: [] });
    if (!run) return;
    const warnings = event.type === 'warning' ? [...run.warnings, event.message] : run.warnings;
    this.#runs[this.#runs.length - 1] = { ...run, state: afterEvent(run.state, event, nowMs), warnings };
  }

  payloads(nowMs: number): RunPayload[] {
    return this.#runs.map(({ command, state, warnings }) => ({
      version: 1,
      kind: 'run',
      command,
      warehouse: this.#warehouse,
      state,
      warnings,
      atMs: nowMs,
    }));
  }

  /** A step that this run does not take, or took already, is one of the next. */
  #isOfNext(step: StepName): boolean {
    const run = this.#runs.at(-1);
    const before = run?.state.steps.find(({ name }) => name === step);
    return run === undefined || before === undefined || before.state !== 'waiting';
  }

  #begin(unexpected?: ExpectedRun): Live | undefined {
    const next = this.#expected.shift() ?? unexpected;
    if (!next) return undefined;
    const run = { command: next.command, state: waitingRun(next.steps), warnings: [] };
    this.#runs.push(run);
    return run;
  }
}
