// Cold starts of a clean, real VS Code with the packaged extension installed: how long its activation takes, and how
// much longer the first command takes because it loads the engine. Each start is a new server, profile and browser page.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import * as esbuild from 'esbuild';
import type { Browser } from 'playwright-core';
import { shared } from '../../esbuild.mjs';
import { packageFileOf, targets } from '../support/task/package.ts';
import { root } from '../support/task/tools.ts';
import { startBrowser } from '../support/vscode/browser.ts';
import { startServer, type Server } from '../support/vscode/server.ts';
import type { Activation } from './activationInHost.ts';
import { figureOf, type Figure } from './figures.ts';

export type Measure = Exclude<keyof Activation, 'vscode'>;

export interface ActivationFigures {
  readonly vscode: string;
  /** Milliseconds. */
  readonly measures: Readonly<Record<Measure, Figure | undefined>>;
}

const startLimit = 120_000;

/** Starts VS Code so many times; the package for this machine must have been made. `tell` hears of each start. */
export async function benchActivation(
  starts: number,
  tell: (start: number) => void,
  signal: AbortSignal,
): Promise<ActivationFigures> {
  const suite = await buildSuite();
  const browser = await startBrowser();
  const found: Activation[] = [];
  try {
    for (let start = 1; start <= starts; start += 1) {
      signal.throwIfAborted();
      found.push(await startOnce(browser, suite, signal));
      tell(start);
    }
  } finally {
    await browser.close();
  }
  const figure = (measure: Measure): Figure | undefined => figureOf(found.map((one) => one[measure]));
  return {
    vscode: found[0]?.vscode ?? '',
    measures: {
      reported: figure('reported'),
      asked: figure('asked'),
      extensionBundle: figure('extensionBundle'),
      hostBundle: figure('hostBundle'),
      engineBundle: figure('engineBundle'),
      firstCommand: figure('firstCommand'),
    },
  };
}

async function startOnce(browser: Browser, suite: string, signal: AbortSignal): Promise<Activation> {
  const work = mkdtempSync(path.join(os.tmpdir(), 'ba-'));
  const result = path.join(work, 'result.json');
  const workspace = path.join(work, 'workspace');
  cpSync(path.join(root, 'test/vscode/workspace'), workspace, { recursive: true });
  let server: Server | undefined;
  try {
    server = await startServer({
      which: 'newest',
      trust: 'trusted',
      driver: true,
      vsix: packageFileOf(ownTarget()),
      env: { BENCH_RESULT: result },
    });
    await runInHost(browser, server, workspace, suite, signal);
    return JSON.parse(readFileSync(result, 'utf8')) as Activation;
  } finally {
    await server?.stop();
    rmSync(work, { recursive: true, force: true });
  }
}

/** Opens the workbench, which starts the extension host, which calls the suite's run(); resolves when that has ended. */
async function runInHost(
  browser: Browser,
  server: Server,
  workspace: string,
  suite: string,
  signal: AbortSignal,
): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const said: string[] = [];
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(startLimit);
    const limit = AbortSignal.any([signal, AbortSignal.timeout(startLimit)]);
    const ended = new Promise<number>((resolve, reject) => {
      limit.addEventListener('abort', () => reject(new Error('VS Code did not come to its end')), {
        once: true,
      });
      void page.exposeFunction('codeAutomationExit', resolve);
      void page.exposeFunction('codeAutomationLog', (type: string, words: unknown[]) => {
        if (type === 'error') said.push(format(...words));
      });
    });
    const remote = (file: string): string => `vscode-remote://${server.authority}${encodeURI(file)}`;
    const payload = [
      ['extensionDevelopmentPath', remote(path.join(import.meta.dirname, 'companion'))],
      ['extensionTestsPath', remote(suite)],
      ['skipWelcome', 'true'],
    ];
    const query = `folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
    await page.goto(`${server.url}?${query}`);
    if ((await ended) !== 0) throw new Error(said.slice(-5).join('\n'));
  } finally {
    await context.close();
  }
}

async function buildSuite(): Promise<string> {
  const outfile = path.join(root, 'out/bench-activation.cjs');
  const entry = path.join(import.meta.dirname, 'activationInHost.ts');
  await esbuild.build({ ...shared, entryPoints: [entry], outfile });
  return outfile;
}

/** The package for this machine. */
export function ownTarget(): (typeof targets)[number] {
  const own = targets.find((target) => target === `${process.platform}-${process.arch}`);
  if (own === undefined) throw new Error(`there is no package for ${process.platform}-${process.arch}`);
  return own;
}
