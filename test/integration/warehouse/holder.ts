import { Warehouse } from '../../../src/warehouse/warehouse.ts';

// A second program on a warehouse: opens argv[2], runs argv[3] and stays, until it is killed or its stdin ends.
const [path = '', sql = 'SELECT 1', how] = process.argv.slice(2);
const warehouse = await Warehouse.open({ path, readOnly: how === 'to read' });
const connection = await warehouse.connect();
await connection.run(sql);
process.stdout.write('ready\n');
process.stdin.resume().once('end', () => process.exit());
