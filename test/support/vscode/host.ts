// Runs a mocha suite inside a real VS Code extension host: server, browser, and the results that the suite writes.
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { resultsFolder, root } from '../task/tools.ts';
import { startBrowser } from './browser.ts';
import { startServer, type Server, type ServerOptions } from './server.ts';

export interface HostRun {
  /** The part: its results become .test-results/PART.json. */
  readonly part: string;
  /** The bundle with run(), from bundle.ts. */
  readonly suite: string;
  readonly which: ServerOptions['which'];
  readonly trust: ServerOptions['trust'];
  readonly folders: 'single' | 'multi-root';
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly minutes: number;
}

/** Runs the suite and prints its report as it comes. Throws when VS Code did not get to the end of it. */
export async function runInExtensionHost(run: HostRun): Promise<void> {
  const work = mkdtempSync(path.join(os.tmpdir(), 'ct-'));
  const report = path.join(work, 'report.txt');
  appendFileSync(report, '');
  const stopPrinting = printAsItGrows(report);
  let server: Server | undefined;
  try {
    server = await startServer({
      which: run.which,
      trust: run.trust,
      driver: true,
      env: { RESULT_PART: run.part, TEST_REPORT: report, ...run.env },
    });
    await runInBrowser(run, server, makeWorkspace(work, run.folders));
  } finally {
    await server?.stop();
    stopPrinting();
    rmSync(work, { recursive: true, force: true });
  }
}

async function runInBrowser(run: HostRun, server: Server, place: string): Promise<void> {
  const browser = await startBrowser();
  const errors: string[] = [];
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  try {
    const ended = new Promise<void>((resolve, reject) => {
      page.on('crash', () => reject(new Error('the page crashed')));
      // The test driver of the workbench: called when run() settled, and also when the extension host died.
      void page.exposeFunction('codeAutomationExit', () => resolve());
      void page.exposeFunction('codeAutomationLog', (type: string, words: unknown[]) => {
        if (type === 'error') errors.push(format(...words));
      });
    });
    const payload = [
      ['extensionDevelopmentPath', remoteUri(server, root)],
      ['extensionTestsPath', remoteUri(server, run.suite)],
      ['skipWelcome', 'true'],
      ['disableExtensions', 'true'],
    ];
    await page.goto(`${server.url}?${place}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
    const timeLimit = new AbortController();
    const late = sleep(run.minutes * 60_000, undefined, { signal: timeLimit.signal }).then(() => {
      throw new Error(`it ran over its ${run.minutes} minutes`);
    });
    late.catch(() => undefined); // cancelled below
    await Promise.race([ended, late]).finally(() => timeLimit.abort());
  } catch (error) {
    await screenshot(page, run.part);
    throw new Error(`${String(error)}\n${errors.slice(-5).join('\n')}`, { cause: error });
  } finally {
    await browser.close();
  }
}

/** A copy of test/vscode/workspace, or two of them in one .code-workspace; as the query that opens it. */
function makeWorkspace(work: string, folders: HostRun['folders']): string {
  const names = folders === 'single' ? ['workspace'] : ['one', 'two'];
  for (const name of names)
    cpSync(path.join(root, 'test/vscode/workspace'), path.join(work, name), { recursive: true });
  if (folders === 'single') return `folder=${encodeURIComponent(path.join(work, 'workspace'))}`;
  const file = path.join(work, 'two.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: names.map((name) => ({ path: name })), settings: {} }));
  return `workspace=${encodeURIComponent(file)}`;
}

function remoteUri(server: Server, file: string): string {
  return `vscode-remote://${server.authority}${encodeURI(file)}`;
}

async function screenshot(page: Page, part: string): Promise<void> {
  const file = path.join(resultsFolder, 'screenshots', `${part}-stuck.png`);
  mkdirSync(path.dirname(file), { recursive: true });
  const taken = await page.screenshot({ path: file, timeout: 5000 }).catch(() => undefined);
  if (taken !== undefined) console.log(`   screenshot: ${path.relative(root, file)}`);
}

/** Copies what is appended to a file to standard output; the function returned prints the rest and ends it. */
function printAsItGrows(file: string): () => void {
  let printed = 0;
  const print = (): void => {
    const bytes = readFileSync(file);
    process.stdout.write(bytes.subarray(printed));
    printed = bytes.length;
  };
  const timer = setInterval(print, 100);
  return () => {
    clearInterval(timer);
    print();
  };
}
