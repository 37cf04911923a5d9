import { randomUUID } from 'node:crypto';
import { isAbsolute, relative } from 'node:path';
import { applyEdits, modify } from 'jsonc-parser';
import { Range, Uri, WorkspaceEdit, workspace } from 'vscode';
import { SparkifyError } from '../../base/errors.ts';
import { projectOptions } from '../../commands/common.ts';
import { parseProject } from '../../commands/project.ts';
import type { Parts } from '../parts.ts';
import type { Answers } from './line.ts';
import { paletteSession } from './pipeline-runs.ts';

/** Lets `init` write sparkify.json, as it does on every face. */
export async function writeProject({ sites, kernels }: Parts, folder: string, line: string): Promise<void> {
  const { site, place } = await sites.of({ folder }, paletteSession);
  const kernel = await kernels.at(site.warehouse);
  const params = { place, execution: randomUUID(), language: 'sparkify', text: line, names: [] } as const;
  const { outputs } = await kernel.execute(params);
  const failed = outputs.find(output => output.kind === 'error');
  if (failed) throw new SparkifyError(failed.code, failed.message);
}

/** Changes keys of a project file, and nothing else in it: comments and order stay. */
export async function addToProject(file: string, answers: Answers): Promise<void> {
  const document = await workspace.openTextDocument(Uri.file(file));
  const before = document.getText();
  const text = withKeys(before, answers, document.uri.fsPath);
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(document.positionAt(0), document.positionAt(before.length)), text);
  await workspace.applyEdit(edit);
  await document.save();
}

const formattingOptions = { insertSpaces: true, tabSize: 2 };

export function withKeys(before: string, answers: Answers, file: string): string {
  const { folder } = parseProject(file, before);
  let text = before;
  for (const [key, value] of Object.entries(answers)) {
    if (value === undefined || value === '' || !(key in projectOptions)) continue;
    const written = typeof value === 'string' ? fromFolder(value, folder) : value.map(each => fromFolder(each, folder));
    text = applyEdits(text, modify(text, [key], written, { formattingOptions }));
  }
  // What is written here is read by every command: it is refused now rather than then.
  parseProject(file, text);
  return text;
}

/** A path beneath the project is written from there, so that the project can move. */
function fromFolder(value: string, folder: string): string {
  if (!isAbsolute(value)) return value;
  const path = relative(folder, value);
  return path === '' ? '.' : path.startsWith('..') || isAbsolute(path) ? value : path;
}
