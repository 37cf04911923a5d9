import { basename } from 'node:path';
import { bytes } from '../../base/quantity.ts';
import { sourceText } from '../site.ts';
import type { NotebookStanding } from './standings.ts';

/** `sparkify.duckdb 135 MB` */
export function warehouseText({ standing }: NotebookStanding): string {
  const { path, sizeBytes } = standing.warehouse;
  return [basename(path), sizeBytes === undefined ? '(not made yet)' : bytes(sizeBytes)].join(' ');
}

export const sourceOf = ({ site }: NotebookStanding): string => sourceText(site) ?? 'no source yet';

const lastRunIcons = {
  succeeded: '$(pass)',
  unchanged: '$(pass)',
  failed: '$(error)',
  cancelled: '$(circle-slash)',
} as const;

/** What the kernel does, or else how the last run ended. */
export function kernelText({ kernel, standing }: NotebookStanding): string {
  const { running, lastRun } = standing;
  if (running) return `$(sync~spin) ${running.command}${running.run === undefined ? '' : ` (run ${running.run})`}`;
  if (kernel === 'starting') return '$(sync~spin) starting';
  if (kernel === 'busy') return '$(sync~spin) running';
  if (kernel === 'dead') return '$(error) kernel ended';
  if (lastRun) return `${lastRunIcons[lastRun.status]} ${lastRun.command} ${lastRun.status}`;
  return kernel === 'idle' ? '$(circle-filled) kernel idle' : '$(circle-outline) kernel not started';
}

export function standingLines(known: NotebookStanding): string[] {
  const { kernel, standing, site } = known;
  const { lastRun, parameters, names, warehouse } = standing;
  return [
    `Warehouse: ${warehouse.path}${warehouse.isOpen ? ', open' : ''}`,
    `Source: ${sourceOf(known)}`,
    ...site.exports.map(uri => `Export: ${uri}`),
    `Project file: ${site.project?.file ?? 'none'}`,
    `Kernel: ${kernel}`,
    ...(lastRun ? [`Last run: ${lastRun.command} ${lastRun.status} (run ${lastRun.run})`] : []),
    ...parameters.map(({ name, value }) => `$${name} = ${value}`),
    ...(names.length > 0 ? [`Named cells: ${names.join(', ')}`] : []),
  ];
}
