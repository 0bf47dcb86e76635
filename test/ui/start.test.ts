// `npm start` as a person runs it: an address is printed, and the VS Code behind it lists the demo registry.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { resultsFolder, root } from '../support/task/tools.ts';
import { startBrowser } from '../support/vscode/browser.ts';

describe('npm start', () => {
  const child = spawn(process.execPath, ['test/support/task.mjs', 'start', '--web'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let printed = '';
  let browser: Browser;
  let page: Page;

  const word = (name: string): string => new RegExp(`^${name} +(\\S+)`, 'm').exec(printed)?.[1] ?? '';

  before(async () => {
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error(`npm start ended:\n${printed}`)));
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString('utf8');
        if (printed.includes('Ctrl-C ends the demo')) resolve();
      });
    });
    browser = await startBrowser();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  });

  after(async () => {
    await browser.close();
    child.kill('SIGTERM');
    await ended;
  });

  it('prints the address of a VS Code whose tree lists the demo registry with its repositories', async () => {
    await page.goto(word('VS Code'));
    await page.locator('.activitybar .action-label[aria-label*="Countersign"]').first().click();
    const row = (text: string) => page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
    await row(word('Demo registry')).waitFor();
    if ((await row(word('Demo registry')).getAttribute('aria-expanded')) === 'false')
      await row(word('Demo registry')).locator('.monaco-tl-twistie').click();
    await row('demo/app').waitFor();
    await page.screenshot({ path: path.join(resultsFolder, 'screenshots/npm-start.png') });
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const workspace = word('Workspace');
    assert.equal(existsSync(workspace), true);
    child.kill('SIGTERM');
    await ended;
    assert.equal(existsSync(workspace), false);
    await assert.rejects(fetch(`http://${word('Demo registry')}/v2/`));
    await assert.rejects(fetch(word('VS Code')));
  });
});
