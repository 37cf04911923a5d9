import type { OptionsOf } from '../command.ts';
import type { AnyCommand, CommandName, CommandNamed } from '../index.ts';
import type { PipelineCommandName } from '../steps-of.ts';
import type { Context, Outcome } from './context.ts';

type Runner<C extends AnyCommand> = (options: OptionsOf<C>, context: Context) => Promise<Outcome>;

/** Only the command that is asked for is loaded. */
const runners: { readonly [N in CommandName]: () => Promise<Runner<CommandNamed<N>>> } = {
  etl: pipeline('etl'),
  create: pipeline('create'),
  extract: pipeline('extract'),
  transform: pipeline('transform'),
  check: pipeline('check'),
  export: pipeline('export'),
  sql: async () => (await import('./sql.ts')).runSql,
  tables: async () => (await import('./tables.ts')).runTables,
  runs: async () => (await import('./runs.ts')).runRuns,
  rejects: async () => (await import('./rejects.ts')).runRejects,
  init: async () => (await import('./init.ts')).runInit,
  playground: async () => (await import('./playground.ts')).runPlayground,
  help: async () => (await import('./help.ts')).runHelp,
};

function pipeline(name: PipelineCommandName) {
  return async () => {
    const { runSteps } = await import('./pipeline.ts');
    return (options: OptionsOf<CommandNamed<PipelineCommandName>>, context: Context) =>
      runSteps(name, options, context);
  };
}

/** Does what the command says. */
export async function runCommand<C extends AnyCommand>(
  command: C,
  options: OptionsOf<C>,
  context: Context,
): Promise<Outcome> {
  const load = runners[command.name] as () => Promise<Runner<C>>;
  const run = await load();
  return run(options, context);
}
