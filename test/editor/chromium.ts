import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const onPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe', 'msedge.exe'];
const onMac = ['Google Chrome', 'Chromium'].map(name => `/Applications/${name}.app/Contents/MacOS/${name}`);

export const noChromium =
  'there is no Chromium: install it (Debian: apt-get install chromium), or name one in CHROME_PATH';

/** The one that was named, one of the system's, or playwright's own. */
export function findChromium(env: NodeJS.ProcessEnv): string | undefined {
  if (env.CHROME_PATH) return env.CHROME_PATH;
  const folders = (env.PATH ?? '').split(delimiter);
  const places = [...folders.flatMap(folder => onPath.map(name => join(folder, name))), ...onMac];
  return [...places, chromium.executablePath()].find(place => existsSync(place));
}

/** Nothing it does of itself may ask for the network, and small /dev/shm of containers are no place for pages. */
export const launchChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--disable-quic', '--disable-dev-shm-usage', '--disable-gpu'] });
