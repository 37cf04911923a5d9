import { SparkifyError } from '../../base/errors.ts';
import type { EngineOptions } from '../../commands/run/context.ts';
import type { Understood } from '../../commands/understand.ts';
import { realPathOf } from '../../warehouse/path.ts';

/** What makes no sense in a cell is refused, with the way out. */
export async function refuseInCell({ command, given }: Understood, warehouse: string): Promise<void> {
  if (command.name === 'playground') {
    throw new SparkifyError(
      'usage.cell',
      'The playground serves until it is stopped, and a cell ends. Start it with the command Sparkify: Start Playground, or with sparkify playground in a terminal.',
    );
  }
  if (command.name === 'init') return;
  const { warehouse: other } = given as Partial<EngineOptions>;
  if (other !== undefined && !(await isSameFile(other, warehouse))) {
    throw new SparkifyError(
      'usage.cell',
      `This notebook works on ${warehouse}, and so do its commands. Leave --warehouse out, or choose ${other} for the notebook.`,
    );
  }
  const fixed = engineFlags.find(([key]) => given[key] !== undefined);
  if (fixed) {
    throw new SparkifyError(
      'usage.cell',
      `${fixed[1]} is decided when the warehouse is opened. In an editor the settings of Sparkify say it.`,
    );
  }
}

const engineFlags = [
  ['memoryLimit', '--memory-limit'],
  ['threads', '--threads'],
  ['tempFolder', '--temp-folder'],
] as const;

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map(path => realPathOf(path, true).catch(() => path)));
  return a === b;
}
