import type { ExtensionContext } from 'vscode';
import type { Credentials } from './credentials.ts';
import type { Kernels } from './kernels.ts';
import type { Log } from './log.ts';
import type { Notebooks } from './notebook/notebooks.ts';
import type { PipelineRuns } from './palette/pipeline-runs.ts';
import type { Playground } from './playground.ts';
import type { Sites } from './sites.ts';
import type { Standings } from './status/standings.ts';

/** What lives as long as the extension does, for the commands that work with it. */
export interface Parts {
  readonly context: ExtensionContext;
  readonly log: Log;
  readonly credentials: Credentials;
  readonly playground: Playground;
  readonly sites: Sites;
  readonly kernels: Kernels;
  readonly notebooks: Notebooks;
  readonly standings: Standings;
  readonly runs: PipelineRuns;
}
