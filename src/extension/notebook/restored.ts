import type { NotebookCell } from 'vscode';
import type { Restored } from '../../output/payload.ts';

/** What an output that comes from an earlier session of the editor says of itself. */
export const restoredOf = ({ outputs }: NotebookCell): Restored | undefined =>
  (outputs[0]?.metadata as { restored?: Restored } | undefined)?.restored;
