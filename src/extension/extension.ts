import type { ExtensionContext } from 'vscode';
import { registerCommands } from './commands.ts';
import { Credentials } from './credentials.ts';
import { Kernels } from './kernels.ts';
import { languageProviders } from './language/providers.ts';
import { Log } from './log.ts';
import { CellMemory } from './notebook/cell-memory.ts';
import { CellProblems } from './notebook/cell-problems.ts';
import { Notebooks } from './notebook/notebooks.ts';
import { rendererMessages } from './notebook/renderer-messages.ts';
import { registerSerializer } from './notebook/serializer.ts';
import { PipelineRuns } from './palette/pipeline-runs.ts';
import type { Parts } from './parts.ts';
import { Playground } from './playground.ts';
import { Sites } from './sites.ts';
import { CellStatus } from './status/cell-status.ts';
import { keepStandingsCurrent } from './status/keep-current.ts';
import { playgroundItem } from './status/playground-item.ts';
import { Standings } from './status/standings.ts';
import { StatusBar } from './status/status-bar.ts';

/** Puts the parts together. What they need to work they load when they are first used. */
export function activate(context: ExtensionContext): void {
  const { workspaceState, secrets, subscriptions } = context;
  const log = new Log();
  const credentials = new Credentials(workspaceState, secrets);
  const playground = new Playground(context.asAbsolutePath('dist/cli.js'), log);
  const sites = new Sites(workspaceState, credentials, playground, log);
  const kernels = new Kernels({ script: context.asAbsolutePath('dist/kernel.js'), log });
  const problems = new CellProblems();
  const memory = new CellMemory(context.storageUri ?? context.globalStorageUri, log);
  const notebooks = new Notebooks({ kernels, sites, problems, memory, log });
  const standings = new Standings(kernels, sites, notebooks);
  const runs = new PipelineRuns(workspaceState, sites, kernels);
  const parts: Parts = { context, log, credentials, playground, sites, kernels, notebooks, standings, runs };
  subscriptions.push(
    registerSerializer(),
    log,
    playground,
    kernels,
    problems,
    memory,
    notebooks,
    standings,
    registerCommands(parts),
    languageProviders(parts),
    rendererMessages(parts),
    keepStandingsCurrent(parts),
    new StatusBar(standings),
    new CellStatus(standings),
    playgroundItem(playground),
  );
}
