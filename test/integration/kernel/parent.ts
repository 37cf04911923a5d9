import { Kernel } from '../../../src/kernel/client.ts';
import { endlessIn } from './endless.ts';

// An editor that can be killed: starts the kernel of argv[2] on argv[3], gives it something to do, and tells its number.
const [script = '', warehouse = '', work] = process.argv.slice(2);
const settings = () => ({ idleCloseMs: 60_000, pageRows: 100 });
const kernel = new Kernel({ script, warehouse, env: process.env, settings });
await kernel.restart();
if (work === 'endless') await endlessIn(kernel);
process.stdout.write(`${kernel.pid}\n`);
