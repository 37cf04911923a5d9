import { existsSync } from 'node:fs';
import { planText } from '../../output/run-plan.ts';
import { summaryText } from '../../output/run-summary.ts';
import type { PipelineOptions } from '../../pipeline/options.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';
import { type PipelineCommandName, stepsOf } from '../steps-of.ts';
import type { Context, Outcome } from './context.ts';
import { intentOf, type StepOptions, withFallbacks } from './pipeline-options.ts';

/** etl, create, extract, transform, check and export: the same pipeline, with other steps. */
export async function runSteps(
  name: PipelineCommandName,
  given: Partial<StepOptions>,
  context: Context,
): Promise<Outcome> {
  const options = withFallbacks(given);
  const steps = stepsOf(name, options.export);
  const intent = await intentOf(steps, options, context);
  if (options.plan) return planSteps(await intent.open(), options, context);
  const create = steps.includes('create');
  const [{ runPipeline }, asked] = await Promise.all([import('../../pipeline/run.ts'), intent.open()]);
  const open = () => context.warehouse(options, { create });
  const summary = await runPipeline(name, asked, open, context.emit, context.signal);
  return { data: summary, text: ({ paint }) => summaryText(summary, paint), error: summary.error };
}

async function planSteps(asked: PipelineOptions, options: StepOptions, context: Context): Promise<Outcome> {
  const { planPipeline } = await import('../../pipeline/plan.ts');
  const isThere = existsSync(context.warehousePath(options));
  const warehouse: Warehouse | undefined = isThere ? await context.warehouse(options, { readOnly: true }) : undefined;
  const plan = await planPipeline(asked, warehouse, context.signal);
  return { data: plan, text: ({ paint }) => planText(plan, paint) };
}
