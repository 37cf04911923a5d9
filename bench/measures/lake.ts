import { type Line, median, seconds } from '../report.ts';
import { type Floor, Workplace } from '../workplace.ts';

const widths = [64, 128, 256];

/** A whole `etl`, from process start to exit, against the bare reading of the same keys. */
export async function wholeEtl(
  { songs, latencyMs, target, rounds }: { songs: number; latencyMs?: number; target: number; rounds: number },
  say: (line: string) => void,
): Promise<Line[]> {
  const work = await Workplace.open(songs, latencyMs === undefined ? {} : { latencyMs });
  try {
    // The server makes up its objects on first use; that is not to be measured.
    await work.floor('unsigned', 128);
    const signed = new Map<number, number[]>(widths.map(width => [width, []]));
    const unsigned: number[] = [];
    const etl: number[] = [];
    let last: Floor | undefined;
    for (let round = 0; round < rounds; round++) {
      for (const width of widths) {
        last = await work.floor('signed', width);
        signed.get(width)!.push(last.seconds);
      }
      unsigned.push((await work.floor('unsigned', 128)).seconds);
      const ended = await work.etl(`round-${round}.duckdb`, '--export', work.path(`parquet-${round}`));
      etl.push(ended.seconds);
      say(
        `  round ${round + 1}: etl ${seconds(ended.seconds)}, floor ${widths.map(width => `${width}: ${seconds(signed.get(width)!.at(-1)!)}`).join(', ')}, unsigned ${seconds(unsigned.at(-1)!)}`,
      );
    }
    const floors = widths.map(width => median(signed.get(width)!));
    const best = Math.min(...floors);
    const late = latencyMs === undefined ? '' : `, ${latencyMs} ms of latency`;
    return [
      {
        what: `etl of ${last!.objects} objects${late}`,
        measured: seconds(median(etl)),
        against: `list and signed GETs: ${seconds(best)} (${widths.map((width, i) => `${width}: ${floors[i]!.toFixed(2)}`).join(', ')}; unsigned ${median(unsigned).toFixed(2)})`,
        ratio: median(etl) / best,
        target,
        unit: 'times',
      },
    ];
  } finally {
    await work.close();
  }
}

/** A second run with nothing to do. */
export async function unchanged(
  { songs, rounds }: { songs: number; rounds: number },
  say: (line: string) => void,
): Promise<Line[]> {
  const work = await Workplace.open(songs);
  try {
    await work.floor('list', 64);
    await work.etl('lake.duckdb', '--export', work.path('parquet'));
    const lists: number[] = [];
    const etl: number[] = [];
    let gets = 0;
    for (let round = 0; round < rounds; round++) {
      lists.push(Math.min((await work.floor('list', 64)).seconds, (await work.floor('list', 16)).seconds));
      await work.server.reset();
      etl.push((await work.etl('lake.duckdb', '--export', work.path('parquet'))).seconds);
      gets += (await work.server.stats()).requests.GetObject ?? 0;
      say(
        `  round ${round + 1}: unchanged etl ${seconds(etl.at(-1)!)}, bare listing ${seconds(lists.at(-1)!)}, ${gets} GETs`,
      );
    }
    return [
      {
        what: `etl with nothing new in ${songs} objects (${gets} GETs)`,
        measured: seconds(median(etl)),
        against: `bare listing ${seconds(median(lists))} + 0.6 s`,
        ratio: median(etl) - median(lists),
        target: 0.6,
        unit: 'seconds',
      },
    ];
  } finally {
    await work.close();
  }
}

/** A large lake: time an object, memory, and a second run, in one go. */
export async function largeLake(
  { songs, smaller }: { songs: number; smaller: number },
  say: (line: string) => void,
): Promise<Line[]> {
  const secondsAnObject = async (work: Workplace, objects: number, name: string) => {
    const ended = await work.etl(`${name}.duckdb`, '--export', work.path(name));
    say(`  ${objects} objects: ${seconds(ended.seconds)}, peak ${((ended.peakBytes ?? 0) / 1e6).toFixed(0)} MB`);
    return { ...ended, each: ended.seconds / objects };
  };
  const small = await Workplace.open(smaller);
  let each: number;
  try {
    await small.floor('unsigned', 128);
    each = (await secondsAnObject(small, smaller, 'small')).each;
  } finally {
    await small.close();
  }
  const work = await Workplace.open(songs);
  try {
    await work.floor('list', 64);
    const large = await secondsAnObject(work, songs, 'large');
    const lists: number[] = [];
    const again: number[] = [];
    let gets = 0;
    for (let round = 0; round < 3; round++) {
      lists.push(Math.min((await work.floor('list', 64)).seconds, (await work.floor('list', 16)).seconds));
      await work.server.reset();
      again.push((await work.etl('large.duckdb', '--export', work.path('large'))).seconds);
      gets += (await work.server.stats()).requests.GetObject ?? 0;
      say(`  again: ${seconds(again.at(-1)!)}, bare listing ${seconds(lists.at(-1)!)}`);
    }
    return [
      {
        what: `etl with nothing new in ${songs} objects (${gets} GETs)`,
        measured: seconds(median(again)),
        against: `bare listing ${seconds(median(lists))}`,
        ratio: median(again) / median(lists),
        target: 1.5,
        unit: 'times',
      },
      {
        what: `time an object at ${songs}`,
        measured: `${(large.each * 1e6).toFixed(0)} µs`,
        against: `at ${smaller}: ${(each * 1e6).toFixed(0)} µs`,
        ratio: large.each / each,
        target: 1.2,
        unit: 'times',
      },
      {
        what: `peak memory at ${songs} objects`,
        measured: '',
        against: '',
        ratio: (large.peakBytes ?? 0) / 1024 / 1024,
        target: 512,
        unit: 'MB',
      },
    ];
  } finally {
    await work.close();
  }
}
