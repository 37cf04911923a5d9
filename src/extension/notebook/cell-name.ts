import type { NotebookCell } from 'vscode';
import { attributesIn } from '../../notebook/document.ts';
import { nameProblem } from '../../notebook/names.ts';

/** Under which later cells can query what this one found. */
export function nameOf({ metadata }: NotebookCell): string | undefined {
  const { name } = attributesIn(metadata);
  return name === undefined || nameProblem(name) ? undefined : name;
}

/** What a cell's metadata becomes when it is named, or loses its name. */
export function named(metadata: NotebookCell['metadata'], name: string | undefined): Record<string, unknown> {
  const { name: _, ...others } = attributesIn(metadata);
  return { ...metadata, attributes: name === undefined ? others : { name, ...others } };
}
