import { env, type NotebookCell, NotebookCellKind, window } from 'vscode';
import { quoted } from '../../commands/words.ts';
import { commandLines } from '../../session/sparkify/lines.ts';
import { cellFrom } from '../notebook/cell-from.ts';
import type { Parts } from '../parts.ts';

/** What the cell in front, or the last run of the palette, would be in a shell. */
export async function copyShellCommand(parts: Parts, from?: unknown): Promise<void> {
  const text = ofCell(parts, cellFrom(from)) ?? ofLastRun(parts);
  if (text === undefined) {
    void window.showInformationMessage('There is nothing to copy yet: select a cell, or run something.');
    return;
  }
  await env.clipboard.writeText(text);
  window.setStatusBarMessage('Sparkify: the shell command is in the clipboard', 5000);
}

function ofCell({ sites, standings }: Parts, cell: NotebookCell | undefined): string | undefined {
  if (cell?.kind !== NotebookCellKind.Code) return undefined;
  const text = cell.document.getText().trim();
  const folder = sites.whereIs(cell.notebook)?.folder;
  const known = standings.of(cell.notebook);
  const parameters = known && !('error' in known) ? known.standing.parameters : [];
  return inFolder(folder, cell.document.languageId === 'sql' ? sqlInShell(text, parameters) : linesInShell(text));
}

function ofLastRun({ runs }: Parts): string | undefined {
  const { last } = runs;
  return last && inFolder(last.folder, linesInShell(last.line));
}

const inFolder = (folder: string | undefined, command: string): string =>
  folder === undefined ? command : `cd ${quoted(folder)} && ${command}`;

/** A parameter is given to the statement only where it is mentioned. */
function sqlInShell(text: string, parameters: readonly { name: string; value: string }[]): string {
  const mentioned = parameters.filter(({ name }) => new RegExp(`\\$${name}\\b`).test(text));
  const params = mentioned.map(({ name, value }) => ` --param ${quoted(`${name}=${value}`)}`);
  return `sparkify sql ${quoted(text)}${params.join('')}`;
}

/** One after the other, and none after one that failed: as the cell does. What only cells know is left out. */
function linesInShell(text: string): string {
  const commands = commandLines(text).map(line => line.text.trim().replace(/^sparkify\s+/, ''));
  return commands
    .filter(command => !/^(set|unset)\b/.test(command))
    .map(command => `sparkify ${command}`)
    .join(' && ');
}
