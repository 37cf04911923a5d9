import { parse } from '../../commands/parse.ts';
import { resolveSettings } from '../../commands/settings.ts';
import { isPipelineCommand, stepsOf } from '../../commands/steps-of.ts';
import { wordsOf } from '../../commands/words.ts';
import type { RunPayload } from '../../output/payload.ts';
import { afterEvent, type RunState, waitingRun } from '../../output/run-state.ts';
import type { RunEvent, StepName } from '../../pipeline/events.ts';
import type { Site } from '../site.ts';

/** A run of the pipeline that a text asks for. */
export interface ExpectedRun {
  readonly command: string;
  readonly steps: readonly StepName[];
}

/** The runs a cell's text will make, as far as it can be read; what cannot will fail, and say so itself. */
export function expectedRuns(text: string, { folder, project }: Site, env: NodeJS.ProcessEnv): ExpectedRun[] {
  return text.split('\n').flatMap(line => {
    try {
      const words = wordsOf(line);
      if (words.length === 0) return [];
      const { command, given } = parse(words, folder);
      if (!isPipelineCommand(command.name) || given.plan === true) return [];
      const { export: exports = [] } = resolveSettings(command, { given, env, project, folder }) as {
        export?: readonly string[];
      };
      return [{ command: command.name, steps: stepsOf(command.name, exports) }];
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
