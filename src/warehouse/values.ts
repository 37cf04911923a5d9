import type * as duck from '@duckdb/node-api';
import type { DuckDb } from './load.ts';

/** How DuckDB's values become values of another kind: one way for scalars, one for each way of nesting. */
export interface Form<T> {
  scalar(value: duck.DuckDBValue, type: duck.DuckDBType): T;
  list(items: readonly T[]): T;
  struct(names: readonly string[], fields: readonly T[]): T;
  map(keys: readonly T[], values: readonly T[], keyType: duck.DuckDBType): T;
  /** A scalar that stands inside a list, struct or map. */
  within(scalar: T): T;
  readonly nullWithin: T;
}

type Read<T> = (value: duck.DuckDBValue) => T;

/** A reader for one column: built once, used for every row. */
export function readerOf<T>(duckdb: DuckDb, type: duck.DuckDBType, form: Form<T>): Read<T | null> {
  const read = nonNullReader(duckdb, type, form);
  return value => (value === null ? null : read(value));
}

function nonNullReader<T>(duckdb: DuckDb, type: duck.DuckDBType, form: Form<T>): Read<T> {
  if (type instanceof duckdb.DuckDBListType || type instanceof duckdb.DuckDBArrayType) {
    const item = memberReader(duckdb, type.valueType, form);
    return value => form.list((value as duck.DuckDBListValue).items.map(item));
  }
  if (type instanceof duckdb.DuckDBStructType) {
    const fields = type.entryTypes.map(fieldType => memberReader(duckdb, fieldType, form));
    return value => {
      const { entries } = value as duck.DuckDBStructValue;
      return form.struct(
        type.entryNames,
        fields.map((field, i) => field(entries[i]!)),
      );
    };
  }
  if (type instanceof duckdb.DuckDBMapType) {
    const key = memberReader(duckdb, type.keyType, form);
    const member = memberReader(duckdb, type.valueType, form);
    return value => {
      const { entries } = value as duck.DuckDBMapValue;
      return form.map(
        entries.map(entry => key(entry.key)),
        entries.map(entry => member(entry.value)),
        type.keyType,
      );
    };
  }
  if (type instanceof duckdb.DuckDBUnionType) return unionReader(duckdb, type, form);
  return value => form.scalar(value, type);
}

function unionReader<T>(duckdb: DuckDb, type: duck.DuckDBUnionType, form: Form<T>): Read<T> {
  const members = new Map(type.memberTags.map((tag, i) => [tag, nonNullReader(duckdb, type.memberTypes[i]!, form)]));
  return value => {
    const union = value as duck.DuckDBUnionValue;
    return union.value === null ? form.nullWithin : members.get(union.tag)!(union.value);
  };
}

function memberReader<T>(duckdb: DuckDb, type: duck.DuckDBType, form: Form<T>): Read<T> {
  const read = nonNullReader(duckdb, type, form);
  const isNested = [
    duckdb.DuckDBListType,
    duckdb.DuckDBArrayType,
    duckdb.DuckDBStructType,
    duckdb.DuckDBMapType,
    duckdb.DuckDBUnionType,
  ].some(nested => type instanceof nested);
  if (isNested) return value => (value === null ? form.nullWithin : read(value));
  return value => (value === null ? form.nullWithin : form.within(read(value)));
}

/** The same type with struct fields named by position: the bindings keep fields under their names, which may be empty, repeat in a tuple, or be `__proto__`. */
export function byPosition(duckdb: DuckDb, type: duck.DuckDBType): duck.DuckDBType {
  const inner = (member: duck.DuckDBType) => byPosition(duckdb, member);
  if (type instanceof duckdb.DuckDBListType) return new duckdb.DuckDBListType(inner(type.valueType));
  if (type instanceof duckdb.DuckDBArrayType) return new duckdb.DuckDBArrayType(inner(type.valueType), type.length);
  if (type instanceof duckdb.DuckDBMapType) {
    return new duckdb.DuckDBMapType(inner(type.keyType), inner(type.valueType));
  }
  if (type instanceof duckdb.DuckDBUnionType) {
    return new duckdb.DuckDBUnionType(type.memberTags, type.memberTypes.map(inner));
  }
  if (type instanceof duckdb.DuckDBStructType) {
    return new duckdb.DuckDBStructType(
      type.entryNames.map((_, i) => String(i)),
      type.entryTypes.map(inner),
    );
  }
  return type;
}
