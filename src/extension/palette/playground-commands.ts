import { ProgressLocation, window } from 'vscode';
import type { Parts } from '../parts.ts';
import type { Served } from '../playground.ts';
import { workFolder } from './folder.ts';
import { keepInProject } from './project-file.ts';
import { openSamples } from './samples.ts';

const writeIt = 'Write sparkify.json';
const openSample = 'Open Sample Notebooks';
const stop = 'Stop Playground';

export async function startPlayground(parts: Parts): Promise<void> {
  const { playground } = parts;
  const served = await window.withProgress(
    { location: ProgressLocation.Window, title: 'Sparkify: starting the playground' },
    () => playground.start(),
  );
  void offer(parts, served);
}

async function offer(parts: Parts, served: Served): Promise<void> {
  const text = `The playground serves a sample lake as S3 at ${served.url}, until the window closes.`;
  switch (await window.showInformationMessage(text, writeIt, openSample, stop)) {
    case writeIt:
      return writeItDown(parts, served);
    case openSample:
      return openSamples(parts);
    case stop:
      return parts.playground.stop();
  }
}

async function writeItDown(parts: Parts, { lake }: Served): Promise<void> {
  const where = await workFolder(parts);
  if (where) await keepInProject(await parts.sites.siteOf(where), { ...lake });
}

export async function stopPlayground({ playground }: Parts): Promise<void> {
  playground.stop();
}
