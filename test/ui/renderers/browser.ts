import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The one that was named, or one of the system's. */
export function findChromium({ CHROME_PATH, PATH = '' }: NodeJS.ProcessEnv): string | undefined {
  const places = PATH.split(delimiter).flatMap(folder => names.map(name => join(folder, name)));
  return CHROME_PATH ?? places.find(path => existsSync(path));
}

export const launchChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--disable-dev-shm-usage', '--disable-gpu'] });
