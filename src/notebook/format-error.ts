import { SparkifyError } from '../base/errors.ts';

/** What is wrong in the text of a notebook, and where; both count from 1. */
export const formatError = (sentence: string, line: number, column: number): SparkifyError =>
  new SparkifyError('notebook.format', sentence, { position: { line, column } });
