import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { answerControl, controlPath } from './control.ts';
import type { Counters } from './counters.ts';
import { type Fault, faultKinds } from './faults/kinds.ts';
import { FaultPlan } from './faults/plan.ts';
import { type Answer, refusalAnswer, S3Refusal } from './s3/answer.ts';
import { type Call, readCall } from './s3/call.ts';
import { type Operation, operationOf, readingOperations } from './s3/operations.ts';
import { readAll, readPayload } from './s3/payload.ts';
import type { Service } from './s3/service.ts';
import { type Credential, type Signed, signatureCheck } from './s3/signature.ts';

export interface AnsweringOptions {
  readonly service: Service;
  readonly credentials: readonly Credential[];
  readonly anonymousRead: boolean;
  readonly latencyMs: number;
  readonly control: boolean;
  readonly counters: Counters;
}

type Answering = (incoming: IncomingMessage, response: ServerResponse) => Promise<void>;

const empty = Buffer.alloc(0);

/** The way of one request through the server: admit, read, maybe go wrong, answer. */
export function answering(options: AnsweringOptions): Answering {
  const { service, credentials, counters } = options;
  const checkSignature = signatureCheck(credentials, service.region, service.now);
  const faults = new FaultPlan();

  function admit(call: Call, { name }: Operation): Signed | undefined {
    if (credentials.length === 0) return undefined;
    const signed = checkSignature(call);
    if (!signed && !(options.anonymousRead && readingOperations.has(name))) {
      throw new S3Refusal(403, 'AccessDenied', 'Access Denied');
    }
    return signed;
  }

  async function answerCall(call: Call, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = operationOf(call);
    counters.operation(operation.name);
    if (options.latencyMs > 0) await wait(options.latencyMs);
    const signed = admit(call, operation);
    const body = call.method === 'PUT' || call.method === 'POST' ? await readPayload(incoming, call, signed) : empty;
    counters.received(body.length);

    const rule = faults.next(operation.name, call, signed?.accessKeyId);
    const fault: Fault = rule ? faultKinds[rule.kind] : {};
    if (rule) {
      counters.fault(rule.kind);
      await fault.before?.(call, service, rule.delayMs);
    }
    if (fault.refusal) throw fault.refusal(call, service);
    if (fault.silence) return fault.silence(response);
    const right = operation.answer(call, service, body);
    send(response, fault.alter && right.body ? fault.alter({ ...right, body: right.body }) : right, fault.deliver);
  }

  function send(response: ServerResponse, answer: Answer, deliver: NonNullable<Fault['deliver']> = deliverWhole): void {
    const body = response.req.method === 'HEAD' ? undefined : answer.body;
    counters.sent(body?.length ?? 0);
    deliver(response, { status: answer.status, headers: { ...answer.headers, ...lengthOf(answer) }, body });
  }

  return async (incoming, response) => {
    try {
      if (options.control && incoming.url?.startsWith(controlPath)) {
        const request = `${incoming.method} ${incoming.url}`;
        send(response, answerControl(request, await readAll(incoming), faults, counters));
      } else {
        await answerCall(readCall(incoming), incoming, response);
      }
    } catch (error) {
      // A client that went away in the middle of its request has nobody left to tell.
      if (response.destroyed) return;
      incoming.resume();
      send(response, withRegion(refusalAnswer(asRefusal(error)), service.region));
    }
  };
}

function deliverWhole(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers);
  response.end(body);
}

function lengthOf({ status, body }: Answer): Record<string, string> {
  return status === 204 || status === 304 ? {} : { 'content-length': String(body?.length ?? 0) };
}

/** The answer to a HEAD has no body to say the region in, and clients look for it here. */
const withRegion = (answer: Answer, region: string): Answer => ({
  ...answer,
  headers: { ...answer.headers, 'x-amz-bucket-region': region },
});

function asRefusal(error: unknown): S3Refusal {
  if (error instanceof S3Refusal) return error;
  return new S3Refusal(500, 'InternalError', error instanceof Error ? error.message : String(error));
}
