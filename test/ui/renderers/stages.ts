import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { findChromium, launchChromium } from '../../editor/chromium.ts';
import { skipUninstalled } from '../../support/skip.ts';
import { Stage, type StageOptions } from './stage.ts';

/** For a suite: one browser, and pages that close with each test; a test whose page complained has failed. */
export function stages(): (options?: StageOptions) => Promise<Stage> {
  const opened: Stage[] = [];
  let browser: Browser | undefined;

  before(async function () {
    const path = findChromium(process.env);
    if (path === undefined) return skipUninstalled(this, 'Chromium');
    browser = await launchChromium(path);
  });

  afterEach(async () => {
    const complaints = opened.flatMap(stage => stage.complaints);
    await Promise.all(opened.splice(0).map(stage => stage.close()));
    assert.deepEqual(complaints, [], 'The page complained.');
  });

  after(() => browser?.close());

  return async options => {
    const stage = await Stage.open(browser!, options);
    opened.push(stage);
    return stage;
  };
}
