import { createHash } from 'node:crypto';
import { S3Refusal } from '../s3/answer.ts';
import type { Call } from '../s3/call.ts';
import { faultKinds } from './kinds.ts';
import type { FaultRule } from './rule.ts';

interface Standing {
  readonly rule: FaultRule;
  readonly key: RegExp | undefined;
  matched: number;
  acted: number;
  /** How often each key was asked for; kept only where a share is drawn. */
  readonly visits: Map<string, number>;
}

/** The rules in force, and how often each has acted. */
export class FaultPlan {
  #standing: readonly Standing[] = [];

  set(rules: readonly FaultRule[]): void {
    for (const { kind } of rules) {
      if (!Object.hasOwn(faultKinds, kind)) throw new S3Refusal(400, 'InvalidArgument', `No fault is called ${kind}.`);
    }
    this.#standing = rules.map(rule => ({
      rule,
      key: rule.match?.key === undefined ? undefined : new RegExp(rule.match.key, 'u'),
      matched: 0,
      acted: 0,
      visits: new Map(),
    }));
  }

  /** The rule that acts on this request, which counts as one time. */
  next(operation: string, call: Call, accessKeyId: string | undefined): FaultRule | undefined {
    const acting = this.#standing.find(one => matches(one, operation, call, accessKeyId) && isDue(one, call));
    if (acting) acting.acted++;
    return acting?.rule;
  }
}

function matches({ rule, key }: Standing, operation: string, call: Call, accessKeyId: string | undefined): boolean {
  const { match = {} } = rule;
  return (
    (match.operation === undefined || match.operation === operation) &&
    (match.bucket === undefined || match.bucket === call.bucket) &&
    (match.accessKeyId === undefined || match.accessKeyId === accessKeyId) &&
    (key === undefined || key.test(call.key))
  );
}

function isDue(one: Standing, call: Call): boolean {
  const { times = Number.POSITIVE_INFINITY, skip = 0, share, seed = 0 } = one.rule;
  one.matched++;
  if (one.matched <= skip || one.acted >= times) return false;
  if (share === undefined) return true;
  const visit = (one.visits.get(call.key) ?? 0) + 1;
  one.visits.set(call.key, visit);
  return drawOf(`${seed} ${visit} ${call.key}`) < share;
}

/** A number from 0 to 1 that hangs on the text alone. */
const drawOf = (text: string): number => createHash('md5').update(text).digest().readUInt32BE() / 2 ** 32;
