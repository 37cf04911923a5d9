import { element, type XmlContent } from './xml.ts';

/** What the server says to one request. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
}

/** A refusal, in the words of S3. */
export class S3Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: XmlContent & object;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { details?: readonly (readonly [string, string])[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = more.details ?? [];
    this.headers = more.headers ?? {};
  }
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const headers = { 'content-type': 'application/xml' };

export function xmlAnswer(name: string, content: XmlContent): Answer {
  return { status: 200, headers, body: Buffer.from(declaration + element(name, content, namespace)) };
}

export function refusalAnswer(refusal: S3Refusal): Answer {
  const content: XmlContent = [['Code', refusal.code], ['Message', refusal.message], ...refusal.details];
  const body = Buffer.from(declaration + element('Error', content));
  return { status: refusal.status, headers: { ...headers, ...refusal.headers }, body };
}
