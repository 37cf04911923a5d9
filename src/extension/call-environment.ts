/** By whose leave the lake is asked, as a person chose it for this workspace. */
export type Chosen =
  | { readonly how: 'automatic' | 'keys' | 'anonymous' }
  | { readonly how: 'profile'; readonly name: string }
  | { readonly how: 'file'; readonly path: string };

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export type CallEnvironment = Readonly<Record<string, string>>;

/** Whatever else the environment names is silenced: what was chosen is used alone. */
export function environmentOf(chosen: Chosen, keys?: Keys): CallEnvironment {
  if (chosen.how === 'automatic') return {};
  const silent = { SPARKIFY_PROFILE: '', SPARKIFY_ANONYMOUS: '', SPARKIFY_CREDENTIALS: '' };
  switch (chosen.how) {
    case 'profile':
      return { ...silent, SPARKIFY_PROFILE: chosen.name };
    case 'file':
      return { ...silent, SPARKIFY_CREDENTIALS: chosen.path };
    case 'anonymous':
      return { ...silent, SPARKIFY_CREDENTIALS: 'anonymous' };
    case 'keys':
      return {
        ...silent,
        SPARKIFY_CREDENTIALS: 'environment',
        AWS_ACCESS_KEY_ID: keys?.accessKeyId ?? '',
        AWS_SECRET_ACCESS_KEY: keys?.secretAccessKey ?? '',
        AWS_SESSION_TOKEN: keys?.sessionToken ?? '',
      };
  }
}
