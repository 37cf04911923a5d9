import { SparkifyError } from '../../base/errors.ts';
import { KeyAccess } from './access.ts';
import type { Identity } from './identity.ts';
import { type Profile, readProfile } from './profile-files.ts';

/** Settings that make a profile one to get in with; one of region and output alone is none. */
const waysIn = [
  'aws_access_key_id',
  'role_arn',
  'sso_session',
  'sso_start_url',
  'credential_process',
  'web_identity_token_file',
  'login_session',
];

export const isWayIn = ({ values }: Profile): boolean => waysIn.some(name => values.has(name));

export function accessFromProfile(profile: Profile, now: () => number): KeyAccess {
  return new KeyAccess(`profile ${profile.name}`, () => identityOf(profile), now);
}

/** Plain keys are read here, which costs nothing; for all other ways the SDK is loaded. */
async function identityOf({ name, files }: Profile): Promise<Identity> {
  const profile = await readProfile(name, files);
  const accessKeyId = profile.values.get('aws_access_key_id');
  const isPlain = waysIn.every(way => way === 'aws_access_key_id' || !profile.values.has(way));
  if (!isPlain || accessKeyId === undefined) return identityFromSdk(profile);
  const secretAccessKey = profile.values.get('aws_secret_access_key');
  if (!accessKeyId || !secretAccessKey) {
    throw new SparkifyError(
      'lake.credentials',
      `The profile ${name} has only one of aws_access_key_id and aws_secret_access_key.`,
    );
  }
  return { accessKeyId, secretAccessKey, sessionToken: profile.values.get('aws_session_token') || undefined };
}

async function identityFromSdk({ name, files, values }: Profile): Promise<Identity> {
  const { fromIni } = await import('@aws-sdk/credential-providers');
  try {
    return await fromIni({
      profile: name,
      configFilepath: files.config,
      filepath: files.credentials,
      ignoreCache: true,
    })();
  } catch (error) {
    throw new SparkifyError('lake.credentials', failure(name, values, error));
  }
}

/** Not with the SDK's error as its cause: what a process printed, or a token, may stand in it. */
function failure(name: string, values: ReadonlyMap<string, string>, error: unknown): string {
  if (values.has('credential_process')) {
    return `The profile ${name} gave no credentials: its credential_process failed or printed something else. Run it by hand to see why.`;
  }
  const said = error instanceof Error ? error.message.split('\n')[0] : '';
  const hint =
    values.has('sso_session') || values.has('sso_start_url') ? ` Renew it: aws sso login --profile ${name}.` : '';
  return `The profile ${name} gave no credentials: ${said}${hint}`;
}
