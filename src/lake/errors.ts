import { SparkifyError } from '../base/errors.ts';
import { counted } from '../base/quantity.ts';
import { listed } from '../base/text.ts';
import { Fault } from './fault.ts';
import { GivenUp } from './retry.ts';

/** What was being done when it went wrong. */
export interface Doing {
  /** "s3:GetObject" */
  readonly action: string;
  readonly bucket: string;
  /** Whole; undefined for the bucket itself. */
  readonly key?: string | undefined;
  /** What the person wanted: "song_data/TRA.json could not be read". */
  readonly failed: string;
  readonly code: 'lake.read' | 'lake.write';
  readonly host: string;
  readonly region: string | undefined;
  /** The kind of the credentials. */
  readonly access: string;
  /** Buckets that do exist, where the one in question does not and they may be listed. */
  readonly buckets?: readonly string[];
}

export const isBucketMissing = (error: unknown): boolean => error instanceof Fault && error.kind === 'noBucket';

/** A fault as a sentence; what is none of ours goes through as it is. */
export function tellFault(error: unknown, doing: Doing): unknown {
  const [fault, attempts] = error instanceof GivenUp ? [error.fault, error.attempts] : [error, 1];
  return fault instanceof Fault ? sentenceOf(fault, attempts, doing) : error;
}

function sentenceOf(fault: Fault, attempts: number, doing: Doing): SparkifyError {
  const { bucket, host, access } = doing;
  const say = (code: SparkifyError['code'], sentence: string) => new SparkifyError(code, sentence, { cause: fault });
  switch (fault.kind) {
    case 'noBucket':
      return say('lake.missing', `The bucket ${bucket} does not exist at ${host}. ${insteadOf(doing)}`);
    case 'absent':
      return say('lake.missing', `${doing.failed}: ${resourceOf(doing)} does not exist.`);
    case 'denied':
      return say('lake.denied', deniedSentence(doing, fault));
    case 'expired':
      return say(
        'lake.credentials',
        `The credentials (${access}) have expired and their source has none newer. ${renewHint(access)}`,
      );
    case 'badCredentials':
      return say(
        'lake.credentials',
        `The store at ${host} does not accept the credentials (${access}): ${fault.code ?? fault.message}. ${badHint(access)}`,
      );
    case 'skewed':
      return say(
        'lake.credentials',
        `This machine's clock differs too much from that of ${host}, and the store does not tell the time. Set the clock.`,
      );
    case 'elsewhere':
      return say('lake.region', elsewhereSentence(doing, fault));
    case 'refused':
      return say(
        'lake.unreachable',
        `Nothing answers at ${host}: ${fault.message}${tried(attempts)}. Check --endpoint, and that the store is running.`,
      );
    case 'unknownHost':
      return say(
        'lake.unreachable',
        `The host ${host} is not known (${fault.code}): check --endpoint, --region and the network.`,
      );
    case 'untrusted':
      return say(
        'lake.unreachable',
        `No secure connection to ${host}: ${fault.message}. Check whether the endpoint is http or https, and its certificate (NODE_EXTRA_CA_CERTS adds one of your own).`,
      );
    case 'garbled':
      return say('lake.unreachable', `${host} answers, but not as an S3 store: ${fault.message}. Check --endpoint.`);
    default:
      return say(doing.code, `${doing.failed}${tried(attempts)}: ${fault.message}.`);
  }
}

const tried = (attempts: number): string => (attempts > 1 ? ` after ${counted(attempts, 'attempt')}` : '');

const resourceOf = ({ bucket, key }: Doing): string => `s3://${bucket}/${key ?? ''}`;

const insteadOf = ({ buckets = [] }: Doing): string =>
  buckets.length > 0
    ? `There is ${listed(buckets, 'and')}.`
    : 'Check its name, and --endpoint where the store is not AWS.';

function deniedSentence({ action, bucket, key, access }: Doing, fault: Fault): string {
  const resource = key === undefined ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/${key}`;
  const detail = fault.code && fault.code !== 'AccessDenied' ? ` (${fault.code})` : '';
  if (access === 'anonymous') {
    return `The store refuses ${action} on ${resource} to anonymous access${detail}. Give --profile, AWS_* variables or a dl.cfg if the bucket is not public.`;
  }
  return `The credentials (${access}) may not do ${action} on ${resource}${detail}. Use others, or have a policy allow it.`;
}

function elsewhereSentence({ bucket, region }: Doing, { region: told }: Fault): string {
  const wrong = region === undefined ? '' : `, not in ${region}`;
  return told === undefined
    ? `The bucket ${bucket} lives in another region${wrong}, and the store does not say in which. Give --region.`
    : `The bucket ${bucket} lives in ${told}${wrong}. Give --region ${told}.`;
}

function renewHint(access: string): string {
  if (access === 'environment') return 'Set the AWS_* variables anew.';
  const profile = /^profile (.*)$/.exec(access)?.[1];
  if (profile !== undefined) return `Renew the profile (aws sso login --profile ${profile}).`;
  return access.endsWith('.cfg') ? `Write new keys into ${access}.` : 'Renew them.';
}

function badHint(access: string): string {
  return access === 'environment'
    ? 'Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'
    : `Check the keys of ${access}.`;
}
