import type { StepName } from '../pipeline/events.ts';
import type { CommandName } from './index.ts';

const stepsOfCommands = {
  etl: ['create', 'extract', 'transform', 'check', 'export'],
  create: ['create'],
  extract: ['create', 'extract'],
  transform: ['transform', 'check'],
  check: ['check'],
  export: ['export'],
} as const satisfies Partial<Record<CommandName, readonly StepName[]>>;

/** The commands that run the pipeline, or a part of it. */
export type PipelineCommandName = keyof typeof stepsOfCommands;

export const isPipelineCommand = (name: string): name is PipelineCommandName => Object.hasOwn(stepsOfCommands, name);

/** The steps a command takes; etl exports only where there is somewhere to export to. */
export function stepsOf(name: PipelineCommandName, exports: readonly string[]): StepName[] {
  return stepsOfCommands[name].filter(step => step !== 'export' || name === 'export' || exports.length > 0);
}
