/**
 * The least a process can do to answer from a warehouse: load DuckDB, attach the file, run a statement.
 * Usage: bare-select.mjs WAREHOUSE ROUNDS. Prints the milliseconds the statement alone took, in each round.
 */
import { createRequire } from 'node:module';

// By import(), Node would first read through all of its files for the names they export.
const { DuckDBInstance } = createRequire(import.meta.url)('@duckdb/node-api');

const [warehouse, rounds] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
await connection.run(`ATTACH '${warehouse}' AS warehouse; USE warehouse`);
const tookMs = [];
for (let round = 0; round < Number(rounds); round++) {
  const begun = performance.now();
  await (await connection.run('SELECT 42 AS answer')).getRows();
  tookMs.push(performance.now() - begun);
}
console.log(JSON.stringify(tookMs));
connection.closeSync();
instance.closeSync();
