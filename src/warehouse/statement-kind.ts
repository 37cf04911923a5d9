import type { StatementType } from '@duckdb/node-api';

/** `select` gives rows and changes nothing (SHOW, DESCRIBE, VALUES and FROM are selects too). */
export type StatementKind =
  | 'select'
  | 'explain'
  | 'insert'
  | 'update'
  | 'delete'
  | 'create'
  | 'transaction'
  | 'copy'
  | 'other';

const kinds: Partial<Record<keyof typeof StatementType, StatementKind>> = {
  SELECT: 'select',
  EXPLAIN: 'explain',
  INSERT: 'insert',
  UPDATE: 'update',
  MERGE_INTO: 'update',
  DELETE: 'delete',
  CREATE: 'create',
  TRANSACTION: 'transaction',
  COPY: 'copy',
};

export const kindOf = (types: typeof StatementType, type: StatementType): StatementKind =>
  kinds[types[type] as keyof typeof StatementType] ?? 'other';
