/** Names under which secrets are kept; a path to a file of credentials is not one. */
const secretName = /secret|passw(or)?d|token|access[-_]?key|private[-_]?key|^(aws_)?key$/i;

const secretValues: readonly { readonly what: string; readonly looks: RegExp }[] = [
  { what: 'an AWS access key', looks: /\b(AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}\b/ },
  { what: 'a user name and password in an address', looks: /[a-z][a-z0-9+.-]*:\/\/[^\s/@"]*:[^\s/@"]*@/i },
  { what: 'a signed address', looks: /X-Amz-(Signature|Security-Token|Credential)=/i },
  { what: 'a private key', looks: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: 'a session token', looks: /\b(FwoG|IQoJ|FQoG)[A-Za-z0-9/+=]{60,}/ },
  {
    what: 'a token',
    looks: /\b(gh[pousr]_[A-Za-z0-9]{30,}|xox[abprs]-[A-Za-z0-9-]{10,}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.)/,
  },
];

export const isSecretName = (name: string): boolean => secretName.test(name);

/** What secret a text surely holds and where, or undefined. The secret itself is never part of the answer. */
export function secretIn(text: string): { what: string; offset: number } | undefined {
  for (const { what, looks } of secretValues) {
    const found = looks.exec(text);
    if (found) return { what, offset: found.index };
  }
  return undefined;
}

/** Where a text has what AWS secret keys look like: forty letters of base64, of every sort; hashes and words are not. */
export function* secretWords(text: string): Generator<number> {
  for (const { 0: word, index } of text.matchAll(/(?<![A-Za-z0-9/+=_.-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_.-])/g)) {
    if (/[A-Z]/.test(word) && /[a-z]/.test(word) && /\d/.test(word)) yield index;
  }
}
