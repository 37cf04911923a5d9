export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

const code = (start: number, end: number) => (text: string) => (text === '' ? '' : `\x1b[${start}m${text}\x1b[${end}m`);
const asIs = (text: string): string => text;

export const noPaint: Paint = { bold: asIs, dim: asIs, red: asIs, green: asIs, yellow: asIs, cyan: asIs };

export const ansiPaint: Paint = {
  bold: code(1, 22),
  dim: code(2, 22),
  red: code(31, 39),
  green: code(32, 39),
  yellow: code(33, 39),
  cyan: code(36, 39),
};

/** Colours for a terminal that wants them: NO_COLOR and a dumb terminal say no, FORCE_COLOR says yes whatever it is. */
export function paintFor(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): Paint {
  if (env.NO_COLOR) return noPaint;
  if (env.FORCE_COLOR && env.FORCE_COLOR !== '0') return ansiPaint;
  return isTerminal && env.TERM !== 'dumb' ? ansiPaint : noPaint;
}
