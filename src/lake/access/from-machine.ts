import { SparkifyError } from '../../base/errors.ts';
import { type Access, KeyAccess } from './access.ts';
import type { Identity } from './identity.ts';

/** What a container or a cluster was started with; undefined outside of one. */
export function accessFromContainer(env: NodeJS.ProcessEnv, now: () => number): Access | undefined {
  const { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: relative, AWS_CONTAINER_CREDENTIALS_FULL_URI: full } = env;
  const { AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile, AWS_ROLE_ARN: roleArn } = env;
  if (tokenFile && roleArn) {
    return accessFrom('web identity role', now, async () => {
      const { fromTokenFile } = await import('@aws-sdk/credential-providers');
      const roleSessionName = env.AWS_ROLE_SESSION_NAME || 'sparkify';
      return fromTokenFile({ webIdentityTokenFile: tokenFile, roleArn, roleSessionName })();
    });
  }
  if (!relative && !full) return undefined;
  return accessFrom('container role', now, async () => {
    const { fromHttp } = await import('@aws-sdk/credential-providers');
    const { AWS_CONTAINER_AUTHORIZATION_TOKEN: token, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file } = env;
    return fromHttp({
      ...(relative ? { awsContainerCredentialsRelativeUri: relative } : { awsContainerCredentialsFullUri: full! }),
      ...(token && { awsContainerAuthorizationToken: token }),
      ...(file && { awsContainerAuthorizationTokenFile: file }),
    })();
  });
}

function accessFrom(kind: string, now: () => number, fetch: () => Promise<Identity>): Access {
  return new KeyAccess(kind, () => fetch().catch(error => refuse(kind, error)), now);
}

function refuse(kind: string, error: unknown, hint = ''): never {
  // What cannot be parsed is not repeated: a part of the keys may stand in it.
  const isGarbled = error instanceof SyntaxError;
  const said = isGarbled
    ? 'its answer is not JSON'
    : error instanceof Error
      ? error.message.split('\n')[0]
      : String(error);
  throw new SparkifyError('lake.credentials', `The ${kind} gave no credentials: ${said?.replace(/\.$/, '')}.${hint}`);
}

/** A role the machine itself has, asked for briefly: where nobody answers there is none. */
export async function accessFromInstance(
  env: NodeJS.ProcessEnv,
  now: () => number,
  withinMs: number,
): Promise<Access | undefined> {
  if (env.AWS_EC2_METADATA_DISABLED?.toLowerCase() === 'true') return undefined;
  const { fromInstanceMetadata } = await import('@aws-sdk/credential-providers');
  const provider = fromInstanceMetadata({ timeout: withinMs, maxRetries: 0 });
  const identity = await within(withinMs, provider());
  return (
    identity &&
    new KeyAccess('instance role', () => provider().catch(error => refuse('instance role', error)), now, identity)
  );
}

async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  const found = work.catch(error => {
    if (isNobody(error)) return undefined;
    return refuse('instance role', error, ' Choose others with --profile or --anonymous.');
  });
  try {
    return await Promise.race([found, over]);
  } finally {
    clearTimeout(timer);
  }
}

/** Where no role is, nobody answers, or it is the metadata of another cloud, which knows no such question. */
function isNobody(error: unknown): boolean {
  const { message, statusCode, syscall } = error as Error & { statusCode?: number; syscall?: string };
  return syscall !== undefined || /^TimeoutError/.test(message) || (statusCode !== undefined && statusCode < 500);
}
