import { commandNamed } from '../../commands/index.ts';
import type { PipelineCommandName } from '../../commands/steps-of.ts';
import type { Parts } from '../parts.ts';
import type { Chosen } from '../sites.ts';
import { askInTurn } from './ask.ts';
import { workFolder } from './folder.ts';
import { lakeOf, rememberLake } from './lakes.ts';
import { type Answers, lineOf } from './line.ts';
import { paletteSession } from './pipeline-runs.ts';
import { keepInProject } from './project-file.ts';
import { runAndTell } from './run-outcome.ts';
import { type Asked, questionsFor } from './run-questions.ts';

const titles: Readonly<Partial<Record<PipelineCommandName, string>>> = { etl: 'Run ETL' };

/** A command of the pipeline from the palette: asks what the project file does not say, runs, and tells how it ended. */
export const runCommand =
  (name: PipelineCommandName) =>
  async (parts: Parts): Promise<void> => {
    const chosen = await workFolder(parts);
    if (!chosen) return;
    const { site } = await parts.sites.of(chosen, paletteSession);
    const command = commandNamed(name)!;
    const questions = await questionsFor(name, site, parts);
    const said = await askInTurn(titles[name] ?? `Sparkify ${name}`, questions);
    if (!said) return;
    const { keep, ...asked } = said;
    const lake = asked.source === undefined ? undefined : lakeOf(asked.source);
    const answers: Answers = { ...asked, ...lake };
    if (lake) await rememberLake(parts.context.globalState, lake);
    const isKept = keep === 'keep';
    if (isKept) await keepInProject(site, answers);
    const line = lineOf(command, isKept ? {} : answers);
    await runAndTell(parts, { ...withWarehouse(chosen, said), line });
  };

export async function runAgain(parts: Parts): Promise<void> {
  const { last } = parts.runs;
  if (last) await runAndTell(parts, last);
  else await runCommand('etl')(parts);
}

/** Notebooks opened from the outcome work on the warehouse that the run worked on. */
function withWarehouse(chosen: Chosen, { warehouse }: Partial<Record<Asked, string>>): Chosen {
  return warehouse ? { ...chosen, warehouse } : chosen;
}
