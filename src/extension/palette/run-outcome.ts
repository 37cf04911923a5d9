import { window } from 'vscode';
import type { RunPayload } from '../../output/payload.ts';
import type { Executed } from '../../session/asked.ts';
import { openRejects, openStartingNotebook } from '../notebook/open-new.ts';
import { showPayload } from '../panels/payload-panel.ts';
import type { Parts } from '../parts.ts';
import { tellError } from '../tell-error.ts';
import { outcomeText } from './outcome-text.ts';
import type { RunRequest } from './pipeline-runs.ts';

const showResult = 'Show Result';
const showRejects = 'Show Rejects';
const openNotebook = 'Open Notebook';

/** Runs it, and ends with a message that leads on. Does not wait for the person to read it. */
export async function runAndTell(parts: Parts, request: RunRequest): Promise<void> {
  const executed = await parts.runs.run(request);
  void tell(parts, request, executed).catch(error => tellError(parts.log, error));
}

async function tell(parts: Parts, request: RunRequest, { status, outputs }: Executed): Promise<void> {
  const run = outputs.find((output): output is RunPayload => output.kind === 'run');
  const rejects = run?.summary?.rejects ?? 0;
  const text = outcomeText(request.line, status, outputs);
  const actions = [...(run ? [showResult] : []), ...(rejects > 0 ? [showRejects] : []), openNotebook];
  const ask = status === 'failed' ? window.showErrorMessage : window.showInformationMessage;
  switch (await ask(text, ...actions)) {
    case showResult:
      return showPayload(`Sparkify: ${request.line.split(' ', 1)[0]}`, outputs);
    case showRejects:
      return openRejects(parts, request, run?.summary?.run);
    case openNotebook:
      return openStartingNotebook(parts, request);
  }
}
