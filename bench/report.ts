export interface Line {
  readonly what: string;
  readonly measured: string;
  readonly against: string;
  readonly ratio: number;
  readonly target: number;
  readonly unit: 'times' | 'MB' | 'KB' | 'seconds' | 'ms';
}

const inUnit: Readonly<Record<Line['unit'], (value: number) => string>> = {
  times: value => `${value.toFixed(2)}×`,
  KB: value => `${value.toFixed(0)} KB`,
  MB: value => `${value.toFixed(0)} MB`,
  seconds: value => seconds(value),
  ms: value => milliseconds(value),
};

const shown = ({ unit }: Line, value: number) => inUnit[unit](value);

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

export const milliseconds = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
