export interface Line {
  readonly what: string;
  readonly measured: string;
  readonly against: string;
  readonly ratio: number;
  readonly target: number;
  readonly unit: 'times' | 'MB' | 'seconds';
}

const shown = ({ unit }: Line, value: number) =>
  unit === 'times' ? `${value.toFixed(2)}×` : unit === 'MB' ? `${value.toFixed(0)} MB` : `${value.toFixed(2)} s`;

export function asMarkdown(lines: readonly Line[]): string {
  const rows = lines.map(line => {
    const verdict = line.ratio <= line.target ? 'reached' : 'missed';
    return `| ${line.what} | ${line.measured} | ${line.against} | ${shown(line, line.ratio)} | ≤ ${shown(line, line.target)} | ${verdict} |`;
  });
  return ['| what | measured | against | figure | target | |', '|---|---|---|---|---|---|', ...rows, ''].join('\n');
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export const seconds = (value: number): string => `${value.toFixed(2)} s`;
