import type { NotebookCell } from 'vscode';

/** Under which later cells can query what this one found. */
export function nameOf({ metadata }: NotebookCell): string | undefined {
  const { name } = metadata as { name?: unknown };
  return typeof name === 'string' && name !== '' ? name : undefined;
}
