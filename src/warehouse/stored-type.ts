import type * as duck from '@duckdb/node-api';
import type { DuckDb } from './load.ts';

/** The type of the column that keeps values of this one. A tuple can stand in no table; its text can. */
export function storedType(duckdb: DuckDb, type: duck.DuckDBType): string {
  if (type.alias === 'JSON') return 'JSON';
  if (type.typeId === duckdb.DuckDBTypeId.SQLNULL) return 'INTEGER';
  return hasTuple(duckdb, type) ? 'VARCHAR' : String(type);
}

function hasTuple(duckdb: DuckDb, type: duck.DuckDBType): boolean {
  const within = (member: duck.DuckDBType) => hasTuple(duckdb, member);
  if (type instanceof duckdb.DuckDBListType || type instanceof duckdb.DuckDBArrayType) return within(type.valueType);
  if (type instanceof duckdb.DuckDBMapType) return within(type.keyType) || within(type.valueType);
  if (type instanceof duckdb.DuckDBUnionType) return type.memberTypes.some(within);
  if (type instanceof duckdb.DuckDBStructType) return type.entryNames.includes('') || type.entryTypes.some(within);
  return false;
}
