import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { readConfig } from '../../../src/lake/config.ts';
import { openLake } from '../../../src/lake/open.ts';
import type { LakeOptions } from '../../../src/lake/options.ts';
import { bareEnv, failsWith, lakeOn, listed, texts, withFolder } from '../../support/lakes.ts';
import { type PlaygroundProcess, playgroundCredentials, startPlaygroundProcess } from '../../support/playground.ts';

const objects = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`${i}.json`, `{"i":${i}}`]));
const { accessKeyId, secretAccessKey } = playgroundCredentials;
const temporary = (name: string) => ({
  accessKeyId: name,
  secretAccessKey: `${name}-hush`,
  sessionToken: `${name}-token`,
});
const config = `[AWS]\nAWS_ACCESS_KEY_ID='${accessKeyId}'\nAWS_SECRET_ACCESS_KEY=${secretAccessKey}\n`;
const profileText = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;

describe('the way into a lake', () => {
  let playground: PlaygroundProcess;
  before(async () => {
    playground = await startPlaygroundProcess({
      region: 'eu-central-1',
      buckets: { lake: { objects } },
      credentials: [playgroundCredentials, temporary('first'), temporary('second')],
    });
  });
  after(() => playground.stop());
  afterEach(() => playground.reset());

  /** A project and a home with these files in them. */
  const inPlace = (
    files: Readonly<Record<string, string>>,
    use: (open: (options?: Partial<LakeOptions>) => ReturnType<typeof openLake>, folder: string) => Promise<void>,
  ) =>
    withFolder(async folder => {
      await mkdir(join(folder, '.aws'));
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
      const open = (options: Partial<LakeOptions> = {}) =>
        lakeOn(playground, 's3://lake', {
          projectFolder: folder,
          ...options,
          env: { ...bareEnv, HOME: folder, ...options.env },
        });
      await use(open, folder);
    });

  it('is the environment before a profile, before dl.cfg, before dwh.cfg, before anonymous', () => {
    const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    const all = { '.aws/credentials': `[default]\n${profileText}`, 'dl.cfg': config, 'dwh.cfg': config };
    const [first, ...files] = Object.keys(all);
    return inPlace(all, async (open, folder) => {
      assert.equal((await open({ env })).access, 'environment');
      assert.equal((await open()).access, 'profile default');
      for (const name of [first!, ...files]) {
        assert.equal((await listed(await open())).length, 200);
        await writeFile(join(folder, name), '# nothing');
        assert.notEqual((await open()).access, name);
      }
      assert.equal((await open()).access, 'anonymous');
    });
  });

  it('is what was chosen, and that alone', () => {
    const env = { AWS_ACCESS_KEY_ID: 'unknown', AWS_SECRET_ACCESS_KEY: 'hush' };
    const mine = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_PROFILE: 'gone' };
    const files = {
      '.aws/credentials': `[analytics]\n${profileText}`,
      'dwh.cfg': 'KEY=unknown\nSECRET=hush',
      'mine.cfg': config,
    };
    return inPlace(files, async open => {
      for (const [chosen, kind] of [
        [{ profile: 'analytics' }, 'profile analytics'],
        [{ credentialsFile: 'mine.cfg' }, 'mine.cfg'],
        [{ credentialsFile: 'environment', env: mine }, 'environment'],
      ] as const) {
        const lake = await open({ env, ...chosen });
        assert.equal(lake.access, kind);
        assert.equal((await listed(lake)).length, 200);
      }
      assert.equal((await open({ env, anonymous: true })).access, 'anonymous');
      await assert.rejects(listed(await open({ env, anonymous: true })), failsWith('lake.denied', /anonymous access/));
      await assert.rejects(
        open({ profile: 'analytics', anonymous: true }),
        failsWith('usage.option', /--profile and --anonymous/),
      );
    });
  });

  it('is a profile named in the environment, whose keys a program gives', () => {
    const keys = JSON.stringify({ Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey });
    return inPlace({}, async (open, folder) => {
      await writeFile(join(folder, 'keys.sh'), `#!/bin/sh\necho '${keys}'\n`, { mode: 0o755 });
      await writeFile(join(folder, '.aws/config'), `[profile tool]\ncredential_process = ${join(folder, 'keys.sh')}\n`);
      const lake = await open({ env: { AWS_PROFILE: 'tool' } });
      assert.equal(lake.access, 'profile tool');
      assert.equal((await listed(lake)).length, 200);
    });
  });

  it('is refused, naming its source, where that is there and does not work', () => {
    const secrets = /hush|AKIA1/;
    const files = {
      '.aws/config':
        '[profile broken]\ncredential_process = printf hush\n[profile half]\naws_access_key_id=AKIA1\n[profile plain]\nregion=x\n',
      'dl.cfg': '[AWS]\nKEY=\nSECRET=hush\n',
      'none.cfg': '[CLUSTER]\nHOST=x\n',
    };
    const refused: [Partial<LakeOptions>, RegExp][] = [
      [{ env: { AWS_ACCESS_KEY_ID: 'AKIA1' } }, /AWS_SECRET_ACCESS_KEY is not set/],
      [{ env: { AWS_PROFILE: 'missing' } }, /no profile missing/],
      [{ profile: 'plain' }, /profile plain has no credentials/],
      [{ profile: 'half' }, /profile half has only one of/],
      [{ profile: 'broken' }, /profile broken gave no credentials: its credential_process/],
      [{}, /dl\.cfg is not filled in: AWS_ACCESS_KEY_ID/],
      [{ credentialsFile: 'gone.cfg' }, /gone\.cfg does not exist/],
      [{ credentialsFile: 'none.cfg' }, /none\.cfg holds no credentials/],
      [{ credentialsFile: 'environment' }, /The environment has no credentials/],
      [
        { env: { AWS_ACCESS_KEY_ID: 'AKIA1', AWS_SECRET_ACCESS_KEY: 'hush' } },
        /does not accept the credentials \(environment\): InvalidAccessKeyId/,
      ],
      [
        { env: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: 'hush' } },
        /\(environment\): SignatureDoesNotMatch/,
      ],
    ];
    return inPlace(files, async open => {
      for (const [options, sentence] of refused) {
        const attempt = open(options).then(listed);
        await assert.rejects(attempt, failsWith('lake.credentials', sentence));
        const error = await attempt.catch(caught => caught);
        assert.doesNotMatch(inspect(error, { depth: 9 }) + JSON.stringify(error), secrets);
      }
    });
  });

  it('is renewed in mid-run when it expires, once for all requests', () =>
    inPlace({ '.aws/credentials': '' }, async (open, folder) => {
      const write = (name: string) =>
        writeFile(
          join(folder, '.aws/credentials'),
          `[default]\naws_access_key_id=${name}\naws_secret_access_key=${name}-hush\naws_session_token=${name}-token\n`,
        );
      await write('first');
      const lake = await open();
      const all = await listed(lake);
      const found: string[] = [];
      for await (const one of lake.read(all, { concurrency: 8 })) {
        found.push(one.object.key);
        if (found.length !== 20) continue;
        await write('second');
        await playground.setFaults([{ kind: 'expiredToken', match: { accessKeyId: 'first' } }]);
      }
      assert.equal(new Set(found).size, 200);
      assert.ok(((await playground.stats()).faults.expiredToken ?? 0) <= 8);
      await lake.close();
    }));

  it('is said to have expired where its source has nothing newer', () =>
    inPlace({}, async open => {
      await playground.setFaults([{ kind: 'expiredToken' }]);
      const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
      await assert.rejects(open({ env }).then(listed), failsWith('lake.credentials', /\(environment\) have expired/));
    }));

  it('is a container’s, which is asked again shortly before its keys expire', async () => {
    let asked = 0;
    const container = createServer((_request, response) => {
      asked += 1;
      const {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: Token,
      } = temporary(asked === 1 ? 'first' : 'second');
      const Expiration = new Date(Date.now() + (asked === 1 ? 60_000 : 3_600_000)).toISOString();
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ AccessKeyId, SecretAccessKey, Token, Expiration }));
    }).listen(0, '127.0.0.1');
    await once(container, 'listening');
    const AWS_CONTAINER_CREDENTIALS_FULL_URI = `http://127.0.0.1:${(container.address() as AddressInfo).port}/keys`;
    try {
      await inPlace({}, async open => {
        const lake = await open({ env: { AWS_CONTAINER_CREDENTIALS_FULL_URI }, region: 'eu-central-1' });
        assert.equal(lake.access, 'container role');
        await listed(lake);
        assert.equal(asked, 1);
        assert.equal((await listed(lake)).length, 200);
        assert.equal(asked, 2);
        await lake.close();
      });
    } finally {
      container.close();
    }
  });

  it('asks the machine itself for a second at most', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    try {
      const startedMs = Date.now();
      const options = { env: { HOME: '/nonexistent' }, projectFolder: '/nonexistent' };
      assert.equal((await openLake('s3://lake', options)).access, 'anonymous');
      assert.ok(Date.now() - startedMs < 2_000);
    } finally {
      delete process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT;
      silent.closeAllConnections();
      silent.close();
    }
  });

  it('is none of the machine where that has no role, and an error where it has one that gives nothing', async () => {
    const role = '/latest/meta-data/iam/security-credentials/';
    let answers: Readonly<Record<string, [number, string]>> = {};
    const machine = createServer((request, response) => {
      const [status, body] = answers[request.url!] ?? [404, ''];
      response.writeHead(status).end(body);
    }).listen(0, '127.0.0.1');
    await once(machine, 'listening');
    process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = `http://127.0.0.1:${(machine.address() as AddressInfo).port}`;
    const open = () => openLake('s3://lake', { env: { HOME: '/nonexistent' }, projectFolder: '/nonexistent' });
    try {
      assert.equal((await open()).access, 'anonymous');
      const token: [number, string] = [200, 'token'];
      for (const given of [
        [500, ''],
        [200, 'no JSON'],
        [200, '{}'],
      ] as [number, string][]) {
        answers = { '/latest/api/token': token, [role]: [200, 'music'], [`${role}music`]: given };
        await assert.rejects(
          open(),
          failsWith('lake.credentials', /^The instance role gave no credentials: .*--profile/),
        );
      }
    } finally {
      delete process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT;
      machine.closeAllConnections();
      machine.close();
    }
  });

  it('is a credentials file of AWS that was named', () =>
    inPlace({ keys: `[other]\naws_access_key_id = no\n[default]\n${profileText}` }, async open => {
      const lake = await open({ credentialsFile: 'keys' });
      assert.equal((await listed(lake)).length, 200);
      await lake.close();
    }));

  it('finds the region that nobody named, and corrects one that is wrong', () =>
    inPlace({ 'dl.cfg': config }, async open => {
      for (const region of [undefined, 'us-west-2']) {
        const lake = await open({ region });
        assert.equal((await listed(lake)).length, 200);
        await lake.close();
      }
    }));

  it('is open although this machine’s clock is wrong', async () => {
    const ahead = await startPlaygroundProcess({ clockSkewMs: 3_600_000, buckets: { lake: { objects } } });
    try {
      const lake = await lakeOn(ahead, 's3://lake');
      assert.equal(Object.keys(await texts(lake.read(await listed(lake)))).length, 200);
      await lake.close();
    } finally {
      await ahead.stop();
    }
  });

  it('reads addresses from the files of existing projects', () =>
    withFolder(async folder => {
      const text =
        "[AWS]\nKEY=k\nSECRET='s'\n[S3]\nLOG_DATA='s3://udacity-dend/log_data'\nSONG_DATA='s3://udacity-dend/song_data'\n";
      await writeFile(join(folder, 'dwh.cfg'), text);
      assert.deepEqual(await readConfig('dwh.cfg', folder), {
        identity: { accessKeyId: 'k', secretAccessKey: 's' },
        songs: 's3://udacity-dend/song_data',
        events: 's3://udacity-dend/log_data',
      });
      assert.equal(await readConfig('dl.cfg', folder), undefined);
    }));
});
