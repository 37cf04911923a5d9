import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Notebook } from '../editor/workbench/notebook.ts';
import { opened } from './opened.ts';

const file = 'interrupted.sparkify.md';
const text = `\`\`\`sql
SELECT sum(a.range * b.range) FROM range(10000000) AS a, range(10000000) AS b
\`\`\`

\`\`\`sql
SELECT 6 * 7 AS answer
\`\`\`
`;

/** The processes that hold a warehouse for windows of these tests, and for no other. */
function kernels(): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines
    .filter(line => line.includes(opened.home) && /dist\/kernel\.js/.test(line))
    .map(line => Number.parseInt(line, 10));
}

describe('a cell that runs on and on', function () {
  this.timeout(120_000);
  let notebook: Notebook;

  before(async () => {
    await writeFile(join(opened.workspace, file), text);
    notebook = await opened.workbench.openNotebook(file);
  });

  it('ends when it is stopped, and the next one runs', async () => {
    const { workbench } = opened;
    await notebook.runFrom(0);
    await notebook.untilRuns(0);
    await workbench.run('Sparkify: Interrupt');
    await workbench.inWebview('.sentence', /Cancelled/);
    await notebook.runFrom(1);
    await workbench.inWebview('.bar', /row × 1/);
  });

  it('tells that its kernel was killed, and the next one runs in a fresh one', async () => {
    const { workbench } = opened;
    await workbench.run('Notebook: Clear All Outputs');
    await notebook.runFrom(0);
    await notebook.untilRuns(0);
    for (const pid of kernels()) process.kill(pid, 'SIGKILL');
    await workbench.inWebview('.sentence', /SIGKILL/);
    await notebook.runFrom(1);
    await workbench.inWebview('.bar', /row × 1/);
  });
});
