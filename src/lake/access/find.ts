import { SparkifyError } from '../../base/errors.ts';
import { type Config, configNames, readConfig } from '../config.ts';
import { type LakeOptions, usualTimeouts } from '../options.ts';
import { type Access, anonymous, KeyAccess } from './access.ts';
import { accessFromContainer, accessFromInstance } from './from-machine.ts';
import { accessFromProfile, isWayIn } from './from-profile.ts';
import type { Identity } from './identity.ts';
import { type Profile, profileFiles, readProfile } from './profile-files.ts';

/**
 * By whose leave: what was chosen, and that alone; else the first of environment, profile, dl.cfg or dwh.cfg, container,
 * machine; else anonymous. A source that is there and does not work is an error: the next one may belong to someone else.
 */
export async function findAccess(options: LakeOptions, profile: Profile, now: () => number): Promise<Access> {
  const { env, timeouts } = options;
  return (
    (await chosenAccess(options, profile, now)) ??
    accessFromEnvironment(env, now) ??
    accessFromUsualProfile(env, profile, now) ??
    (await accessFromProject(options.projectFolder, now)) ??
    accessFromContainer(env, now) ??
    (await accessFromInstance(env, now, timeouts?.instanceMs ?? usualTimeouts.instanceMs)) ??
    anonymous
  );
}

/** The profile that is named, or the usual one. */
export function profileOf({ profile, env }: LakeOptions): Promise<Profile> {
  return readProfile(profile ?? (env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || 'default'), profileFiles(env));
}

async function chosenAccess(
  { profile: name, anonymous: isAnonymous, credentialsFile, projectFolder, env }: LakeOptions,
  profile: Profile,
  now: () => number,
): Promise<Access | undefined> {
  const chosen = [name !== undefined && '--profile', isAnonymous && '--anonymous', credentialsFile && '--credentials'];
  const given = chosen.filter(Boolean);
  if (given.length > 1) throw new SparkifyError('usage.option', `Give only one of ${given.join(' and ')}.`);
  if (isAnonymous) return anonymous;
  if (credentialsFile === 'environment')
    return (
      accessFromEnvironment(env, now) ?? refuse('The environment has no credentials: AWS_ACCESS_KEY_ID is not set.')
    );
  if (credentialsFile)
    return accessFromFile(credentialsFile, await readConfig(credentialsFile, projectFolder), projectFolder, now);
  if (name === undefined) return undefined;
  requireProfile(profile);
  return accessFromProfile(profile, now);
}

function requireProfile(profile: Profile): void {
  const { name, exists, files } = profile;
  if (!exists) refuse(`There is no profile ${name} in ${files.config} or ${files.credentials}.`);
  if (!isWayIn(profile)) refuse(`The profile ${name} has no credentials in ${files.config} or ${files.credentials}.`);
}

function accessFromEnvironment(env: NodeJS.ProcessEnv, now: () => number): Access | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: token } = env;
  if (!accessKeyId && !secretAccessKey) return undefined;
  if (!accessKeyId || !secretAccessKey) {
    const missing = accessKeyId ? 'AWS_SECRET_ACCESS_KEY' : 'AWS_ACCESS_KEY_ID';
    refuse(`The environment has credentials by half: ${missing} is not set.`);
  }
  const identity = { accessKeyId, secretAccessKey, sessionToken: token || undefined };
  return new KeyAccess('environment', () => Promise.resolve(identity), now, identity);
}

function accessFromUsualProfile(env: NodeJS.ProcessEnv, profile: Profile, now: () => number): Access | undefined {
  if (env.AWS_PROFILE) requireProfile(profile);
  return isWayIn(profile) ? accessFromProfile(profile, now) : undefined;
}

async function accessFromProject(folder: string, now: () => number): Promise<Access | undefined> {
  for (const name of configNames) {
    const config = await readConfig(name, folder);
    if (config?.identity) return accessFromFile(name, config, folder, now);
  }
  return undefined;
}

function accessFromFile(name: string, config: Config | undefined, folder: string, now: () => number): Access {
  const fetch = async () => identityIn(name, await readConfig(name, folder));
  return new KeyAccess(name, fetch, now, identityIn(name, config));
}

function identityIn(name: string, config: Config | undefined): Identity {
  if (config === undefined) refuse(`The credentials file ${name} does not exist.`);
  if (config.identity === undefined)
    refuse(
      `${name} holds no credentials: it has them as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in [AWS] or [default].`,
    );
  const { accessKeyId, secretAccessKey, sessionToken } = config.identity;
  if (!accessKeyId || !secretAccessKey) {
    const missing = accessKeyId ? 'AWS_SECRET_ACCESS_KEY (SECRET)' : 'AWS_ACCESS_KEY_ID (KEY)';
    refuse(`${name} is not filled in: ${missing} is empty. Fill it in, or choose with --profile or --anonymous.`);
  }
  return { accessKeyId, secretAccessKey, sessionToken };
}

function refuse(sentence: string): never {
  throw new SparkifyError('lake.credentials', sentence);
}
