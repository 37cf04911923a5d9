/** 12,345 */
export const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');

/** "1 object", "2 objects". */
export const counted = (n: number, thing: string, things = `${thing}s`): string =>
  `${count(n)} ${n === 1 ? thing : things}`;

/** +12,345, -3, or nothing where nothing changed. */
export const signed = (n: number): string => (n === 0 ? '' : n > 0 ? `+${count(n)}` : `-${count(-n)}`);

const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Decimal units, as stores and providers count: 1.5 MB is 1,500,000 bytes. */
export function bytes(n: number): string {
  const power = Math.min(byteUnits.length - 1, n < 1000 ? 0 : Math.floor(Math.log10(n) / 3));
  const scaled = n / 1000 ** power;
  return `${power === 0 || scaled >= 100 ? Math.round(scaled) : scaled.toFixed(1)} ${byteUnits[power]}`;
}

/** 0.4 s, 12 s, 3 min 5 s, 2 h 1 min. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min${whole % 60 ? ` ${whole % 60} s` : ''}`;
  const minutes = Math.floor((whole % 3600) / 60);
  return `${Math.floor(whole / 3600)} h${minutes ? ` ${minutes} min` : ''}`;
}

/** 38 ms, and from a second on 1.2 s. */
export const milliseconds = (ms: number): string => (ms < 999.5 ? `${Math.round(ms)} ms` : duration(ms / 1000));

/** 2018-11-12 14:03 UTC */
export const moment = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
