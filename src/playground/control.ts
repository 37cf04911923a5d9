import type { Counters } from './counters.ts';
import type { FaultPlan } from './faults/plan.ts';
import type { FaultRule } from './faults/rule.ts';
import { type Answer, S3Refusal } from './s3/answer.ts';

/** Beneath this path a test steers the server; no bucket can be called so. */
export const controlPath = '/-/';

export function answerControl(request: string, body: Buffer, faults: FaultPlan, counters: Counters): Answer {
  switch (request) {
    case 'PUT /-/faults':
      faults.set(JSON.parse(body.toString()) as FaultRule[]);
      return { status: 204, headers: {} };
    case 'GET /-/stats':
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(counters.stats)),
      };
    case 'POST /-/reset':
      faults.set([]);
      counters.reset();
      return { status: 204, headers: {} };
    default:
      throw new S3Refusal(404, 'NotFound', `There is no control ${request}.`);
  }
}
