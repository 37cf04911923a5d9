import { noPaint, type Paint } from '../base/paint.ts';
import { padEnd } from '../base/text.ts';
import type { Plan } from '../pipeline/plan.ts';

/** What a run would do, as a person reads it. */
export function planText({ steps }: Plan, paint: Paint = noPaint): string {
  const column = Math.max(...steps.map(({ name }) => name.length)) + 2;
  const lines = steps.flatMap(({ name, does, details }) => [
    `${paint.bold(padEnd(name, column))}${does}`,
    ...details.map(detail => ' '.repeat(column) + paint.dim(detail)),
  ]);
  return `${lines.join('\n')}\n`;
}
