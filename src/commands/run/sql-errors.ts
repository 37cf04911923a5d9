import { SparkifyError } from '../../base/errors.ts';

/** DuckDB advises to download its httpfs; extract needs no download. */
export function withoutInstalling(error: SparkifyError): SparkifyError {
  if (!/INSTALL httpfs/.test(error.message)) return error;
  const sentence =
    "DuckDB's httpfs is not installed here, so SQL cannot read from a lake. sparkify extract brings its objects into the warehouse.";
  return new SparkifyError(error.code, sentence, { cause: error, position: error.position });
}
