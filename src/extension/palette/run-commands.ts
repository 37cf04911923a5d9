import { commandNamed } from '../../commands/index.ts';
import type { PipelineCommandName } from '../../commands/steps-of.ts';
import type { Parts } from '../parts.ts';
import type { Where } from '../sites.ts';
import { askInTurn } from './ask.ts';
import { workFolder } from './folder.ts';
import { lakeOf, rememberLake } from './lakes.ts';
import { type Answers, lineOf } from './line.ts';
import { keepInProject } from './project-file.ts';
import { runAndTell } from './run-outcome.ts';
import { type Asked, questionsFor } from './run-questions.ts';

const titles: Readonly<Partial<Record<PipelineCommandName, string>>> = { etl: 'Run ETL' };

/** A command of the pipeline from the palette: asks what the project file does not say, runs, and tells how it ended. */
export const runCommand =
  (name: PipelineCommandName) =>
  async (parts: Parts): Promise<void> => {
    const where = await workFolder(parts);
    if (!where) return;
    const site = await parts.sites.siteOf(where);
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
    await runAndTell(parts, { ...withWarehouse(where, said), line });
  };

export async function runAgain(parts: Parts): Promise<void> {
  const { last } = parts.runs;
  if (last) await runAndTell(parts, last);
  else await runCommand('etl')(parts);
}

/** Notebooks opened from the outcome work on the warehouse that the run worked on. */
function withWarehouse(where: Where, { warehouse }: Partial<Record<Asked, string>>): Where {
  return warehouse ? { ...where, warehouse } : where;
}
