import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Ending, ExecutionQueue, type Job } from '../../../src/extension/notebook/queue.ts';

/** A cell that notes what becomes of it, and ends when it is told to. */
class Cell implements Job {
  readonly about = this;
  readonly #name: string;
  readonly #story: string[];
  readonly #ended: Promise<Ending>;
  end!: (how: Ending) => void;

  constructor(name: string, story: string[]) {
    this.#name = name;
    this.#story = story;
    this.#ended = new Promise(resolve => {
      this.end = resolve;
    });
  }

  async run(signal: AbortSignal): Promise<Ending> {
    this.#story.push(`${this.#name} runs`);
    signal.addEventListener('abort', () => this.end('cancelled'));
    const ending = await this.#ended;
    this.#story.push(`${this.#name} ${ending}`);
    return ending;
  }

  drop(): void {
    this.#story.push(`${this.#name} dropped`);
  }
}

function notebook() {
  const story: string[] = [];
  return { story, queue: new ExecutionQueue(), cell: (name: string) => new Cell(name, story) };
}

describe('the queue of a notebook', () => {
  it('runs cells one at a time, in the order they were asked for, over several askings', async () => {
    const { story, queue, cell } = notebook();
    const [a, b, c] = [cell('a'), cell('b'), cell('c')];
    const all = [queue.add([a, b]), queue.add([c])];
    c.end('succeeded');
    b.end('succeeded');
    a.end('succeeded');
    await Promise.all(all);
    assert.deepEqual(story, ['a runs', 'a succeeded', 'b runs', 'b succeeded', 'c runs', 'c succeeded']);
    assert.ok(queue.isIdle);
  });

  it('drops the rest of a batch after its first failure, and goes on with the next batch', async () => {
    const { story, queue, cell } = notebook();
    const [a, b, c, d] = [cell('a'), cell('b'), cell('c'), cell('d')];
    const all = [queue.add([a, b, c]), queue.add([d])];
    for (const each of [b, c, d]) each.end('succeeded');
    a.end('failed');
    await Promise.all(all);
    assert.deepEqual(story, ['a runs', 'a failed', 'b dropped', 'c dropped', 'd runs', 'd succeeded']);
  });

  it('drops all that waits when the kernel was lost', async () => {
    const { story, queue, cell } = notebook();
    const [a, b, c] = [cell('a'), cell('b'), cell('c')];
    const all = [queue.add([a, b]), queue.add([c])];
    a.end('lost');
    await Promise.all(all);
    assert.deepEqual(story, ['a runs', 'a lost', 'b dropped', 'c dropped']);
  });

  it('takes a cell once, while it waits and while it runs', async () => {
    const { story, queue, cell } = notebook();
    const [a, b] = [cell('a'), cell('b')];
    const all = [queue.add([a, b]), queue.add([b, a])];
    a.end('succeeded');
    b.end('succeeded');
    await Promise.all(all);
    assert.deepEqual(story, ['a runs', 'b dropped', 'a dropped', 'a succeeded', 'b runs', 'b succeeded']);
  });

  it('stops what runs and drops what waits; what is asked for while it stops runs afterwards', async () => {
    const { story, queue, cell } = notebook();
    const [a, b, c] = [cell('a'), cell('b'), cell('c')];
    const first = queue.add([a, b]);
    queue.stop();
    c.end('succeeded');
    await Promise.all([first, queue.add([c])]);
    assert.deepEqual(story, ['a runs', 'b dropped', 'a cancelled', 'c runs', 'c succeeded']);
  });

  it('drops cells that are gone, and only those', async () => {
    const { story, queue, cell } = notebook();
    const [a, b, c] = [cell('a'), cell('b'), cell('c')];
    const all = queue.add([a, b, c]);
    queue.dropWhere(about => about === b || about === a);
    a.end('succeeded');
    c.end('succeeded');
    await all;
    assert.deepEqual(story, ['a runs', 'b dropped', 'a succeeded', 'c runs', 'c succeeded']);
  });

  it('runs what is asked for as it becomes idle', async () => {
    const { story, queue, cell } = notebook();
    const [a, b] = [cell('a'), cell('b')];
    a.end('succeeded');
    b.end('succeeded');
    await queue.add([a]);
    await queue.add([b]);
    assert.deepEqual(story.at(-1), 'b succeeded');
  });

  it('runs or drops each cell once, whatever is asked for and however it ends', async () => {
    const endings = fc.constantFrom<Ending>('succeeded', 'failed', 'cancelled', 'lost');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(endings, { maxLength: 4 }), { maxLength: 5 }), async batches => {
        const { story, queue, cell } = notebook();
        const asked = batches.map((batch, i) => {
          const cells = batch.map((ending, j) => ({ ending, job: cell(`${i}.${j}`) }));
          for (const { ending, job } of cells) job.end(ending);
          return queue.add(cells.map(({ job }) => job));
        });
        await Promise.all(asked);
        const names = batches.flatMap((batch, i) => batch.map((_, j) => `${i}.${j}`));
        for (const name of names) {
          const told = story.filter(line => line.startsWith(`${name} `)).map(line => line.split(' ')[1]);
          assert.ok(
            told.length === 1 ? told[0] === 'dropped' : told.length === 2 && told[0] === 'runs',
            `${name}: ${told}`,
          );
        }
        const ran = story.filter(line => line.endsWith(' runs')).map(line => line.split(' ')[0]!);
        assert.deepEqual(
          ran,
          names.filter(name => ran.includes(name)),
        );
      }),
    );
  });
});
