import { Kernel } from '../../../src/kernel/client.ts';

// An editor that can be killed: starts the kernel of argv[2] on argv[3], runs the SQL of argv[4] in it, and tells of both.
const [script = '', warehouse = '', sql] = process.argv.slice(2);
const kernel = new Kernel({
  script,
  warehouse,
  env: process.env,
  settings: () => ({ idleCloseMs: 60_000, pageRows: 100 }),
});
await kernel.restart();
if (sql) {
  const place = { session: 'notebook', folder: process.cwd(), env: {} };
  const answer = kernel.execute({ place, execution: 'e', language: 'sql', text: sql, names: [] });
  answer.then(({ outputs }) => process.stderr.write(`${JSON.stringify(outputs)}\n`), console.error);
}
process.stdout.write(`${kernel.pid}\n`);
process.stdin.resume();
