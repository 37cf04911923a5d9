import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type QuickPickItem, window } from 'vscode';
import { profileFiles } from '../lake/access/profile-files.ts';
import { configNames } from '../lake/config.ts';
import { parseIni } from '../lake/ini.ts';
import type { Chosen, Keys } from './call-environment.ts';
import { workFolder } from './palette/folder.ts';
import type { Parts } from './parts.ts';

const title = 'Choose Credentials';

interface Way extends QuickPickItem {
  readonly choose: () => Promise<Chosen | Keys | undefined>;
}

/** By whose leave the lakes of this workspace are asked: what is chosen here is used alone, on every face in the editor. */
export async function chooseCredentials(parts: Parts): Promise<void> {
  const { credentials } = parts;
  const way = await window.showQuickPick(waysIn(parts), { title, placeHolder: `Now: ${told(credentials.chosen)}` });
  const chosen = await way?.choose();
  if (chosen === undefined) return;
  if ('how' in chosen) await credentials.choose(chosen);
  else await credentials.chooseKeys(chosen);
  parts.log.write('info', `Credentials: ${told(credentials.chosen)}`);
  window.setStatusBarMessage(`Sparkify: ${told(credentials.chosen)}`, 5000);
}

const waysIn = (parts: Parts): Way[] => [
  {
    label: '$(search) Automatic',
    detail:
      'As sparkify.json says; else the environment, an AWS profile, dl.cfg or dwh.cfg, the machine’s role, or none.',
    choose: async () => ({ how: 'automatic' }),
  },
  { label: '$(account) An AWS profile…', detail: 'Of ~/.aws, SSO included.', choose: chooseProfile },
  { label: '$(file) A file…', detail: 'dl.cfg, dwh.cfg or an AWS credentials file.', choose: () => chooseFile(parts) },
  { label: '$(key) Keys…', detail: 'Typed once, and kept in the secret storage of the editor.', choose: askForKeys },
  {
    label: '$(globe) Anonymous',
    detail: 'Ask without credentials, as public buckets allow.',
    choose: async () => ({ how: 'anonymous' }),
  },
];

function told(chosen: Chosen): string {
  switch (chosen.how) {
    case 'profile':
      return `profile ${chosen.name}`;
    case 'file':
      return chosen.path;
    case 'keys':
      return 'keys in the secret storage';
    default:
      return chosen.how;
  }
}

async function chooseProfile(): Promise<Chosen | undefined> {
  const names = await profileNames();
  const prompt = { title, placeHolder: 'Which profile?' };
  const name =
    names.length > 0
      ? await window.showQuickPick(names, prompt)
      : await window.showInputBox({ title, prompt: 'No profile was found in ~/.aws. Its name:' });
  return name ? { how: 'profile', name } : undefined;
}

async function profileNames(): Promise<string[]> {
  const { config, credentials } = profileFiles(process.env);
  const sections = await Promise.all([config, credentials].map(sectionsOf));
  const names = sections.flat().map(name => name.replace(/^profile /, ''));
  return [...new Set(names)].filter(name => name !== '' && !/^(sso-session|services) /.test(name)).sort();
}

async function sectionsOf(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return [...parseIni(text).keys()];
}

async function chooseFile(parts: Parts): Promise<Chosen | undefined> {
  const folder = (await workFolder(parts))?.folder;
  const found =
    folder === undefined ? [] : configNames.map(name => join(folder, name)).filter(path => existsSync(path));
  const browse = '$(folder) Another file…';
  const picked =
    found.length === 0 ? browse : await window.showQuickPick([...found, browse], { title, placeHolder: 'Which file?' });
  if (picked === undefined) return undefined;
  const path = picked === browse ? (await window.showOpenDialog({ title }))?.[0]?.fsPath : picked;
  return path === undefined ? undefined : { how: 'file', path };
}

async function askForKeys(): Promise<Keys | undefined> {
  const ask = (prompt: string, isNeeded: boolean, isSecret = true) =>
    window.showInputBox({
      title,
      prompt,
      password: isSecret,
      ignoreFocusOut: true,
      validateInput: text => (isNeeded && text.trim() === '' ? 'Nothing is typed yet.' : undefined),
    });
  const accessKeyId = await ask('AWS access key ID', true, false);
  const secretAccessKey = accessKeyId && (await ask('AWS secret access key', true));
  const sessionToken = secretAccessKey && (await ask('Session token; leave it empty for lasting keys', false));
  if (!accessKeyId || !secretAccessKey || sessionToken === undefined) return undefined;
  return {
    accessKeyId: accessKeyId.trim(),
    secretAccessKey: secretAccessKey.trim(),
    sessionToken: sessionToken.trim(),
  };
}
