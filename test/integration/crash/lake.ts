import type { RunSummary } from '../../../src/pipeline/events.ts';
import { documentOf, type Ended } from '../../support/cli.ts';
import { day, dayKey, lines, play, song } from '../../support/lake-builder.ts';
import { lakeOn } from '../../support/lakes.ts';
import {
  type PlaygroundOptions,
  type PlaygroundProcess,
  playgroundCredentials,
  startPlaygroundProcess,
} from '../../support/playground.ts';

/** What a shell must have in its environment to read and write the playground. */
export const environment = {
  AWS_ACCESS_KEY_ID: playgroundCredentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: playgroundCredentials.secretAccessKey,
  AWS_REGION: 'us-east-1',
};

export interface LakeSize {
  readonly songs: number;
  readonly days: number;
  readonly users?: number;
}

/** A server with a sample lake in the bucket `lake`, and an empty bucket `out`. */
export const startLake = (
  { songs, days, users = 60 }: LakeSize,
  options: Partial<PlaygroundOptions> = {},
): Promise<PlaygroundProcess> =>
  startPlaygroundProcess({
    buckets: { lake: { sample: { seed: 3, songs, days, users } }, out: { objects: {} } },
    ...options,
  });

const largeBytes = 1_200_000;

/** Adds objects so large that each is committed on its own: a field that nobody reads makes them so. */
export async function addLargeObjects(playground: PlaygroundProcess): Promise<void> {
  const unread = 'x'.repeat(largeBytes);
  const lake = await lakeOn(playground, 's3://lake');
  for (let i = 0; i < 6; i++) {
    const fields = { song_id: `SOLARGE${i}`, artist_id: `ARLARGE${i % 3}`, title: `Large ${i}`, unread };
    await lake.put(`song_data/Z/${i}.json`, JSON.stringify(song(fields)));
    const { events } = day(`2019-01-0${i + 1}`, [
      play({ sessionId: 900_000 + i, song: `Large ${i}`, unread }),
      play({ sessionId: 900_000 + i }),
    ]);
    await lake.put(`log_data/${dayKey(`2019-01-0${i + 1}`)}`, lines(events));
  }
  await lake.close();
}

/** The words of an etl from the playground's lake, of which standard output is the account. */
export const etlFrom = ({ url }: PlaygroundProcess, ...more: string[]): string[] => [
  ...['etl', '--source', 's3://lake', '--endpoint', url, '--json', '--quiet'],
  ...more,
];

export type Account = RunSummary & Pick<Ended, 'code' | 'stderr'>;

export const accountOf = (ended: Ended): Account => ({
  ...documentOf<RunSummary>(ended),
  code: ended.code,
  stderr: ended.stderr,
});
