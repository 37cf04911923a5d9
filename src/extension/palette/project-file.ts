import { isAbsolute, join, relative } from 'node:path';
import { applyEdits, modify } from 'jsonc-parser';
import { Range, Uri, WorkspaceEdit, workspace } from 'vscode';
import { SparkifyError } from '../../base/errors.ts';
import { projectOptions } from '../../commands/common.ts';
import { parseProject, projectFileName } from '../../commands/project.ts';
import type { Site } from '../site.ts';
import type { Answers } from './line.ts';

/** Writes answers into the project file, making it where there is none; what else stands in it stays, comments too. */
export async function keepInProject({ project, folder }: Site, answers: Answers): Promise<void> {
  const file = Uri.file(project?.file ?? join(folder, projectFileName));
  const edit = new WorkspaceEdit();
  if (project) {
    const document = await workspace.openTextDocument(file);
    const text = document.getText();
    const all = new Range(document.positionAt(0), document.positionAt(text.length));
    edit.replace(file, all, withKeys(text, answers, file.fsPath));
  } else {
    const contents = new TextEncoder().encode(withKeys('{}', answers, file.fsPath));
    edit.createFile(file, { contents });
  }
  if (!(await workspace.applyEdit(edit))) {
    throw new SparkifyError('usage.project', `${file.fsPath} could not be written.`);
  }
  if (project) await (await workspace.openTextDocument(file)).save();
}

const formattingOptions = { insertSpaces: true, tabSize: 2, insertFinalNewline: true };

export function withKeys(before: string, answers: Answers, file: string): string {
  const { folder } = parseProject(file, before);
  let text = before;
  for (const [key, value] of Object.entries(answers)) {
    if (value === undefined || value === '' || !Object.hasOwn(projectOptions, key)) continue;
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
