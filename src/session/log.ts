export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** A line of what happened; never a secret. */
export type Log = (level: LogLevel, line: string) => void;
