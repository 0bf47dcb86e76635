// The Registries view of the packaged extension in a real VS Code (headless Chromium, no desktop) on a registry of 10,000 ×
// 1,000: from the registry's first answer to the first rows on the screen, what is asked, and what the extension host
// grows by. Beside it what a client does that reads whole lists and looks at every tag.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { packageFileOf } from '../support/task/package.ts';
import { handsOn } from '../support/ui.ts';
import { startBrowser } from '../support/vscode/browser.ts';
import { startServer, type Server } from '../support/vscode/server.ts';
import { ownTarget } from './activation.ts';
import { startBigRegistry, type BigRegistry, type Counts } from './bigRegistry.ts';
import { figureOf, type Figure } from './figures.ts';
import { browseNaively, type Naive } from './naiveBrowser.ts';

export interface TreeFigures {
  /** Milliseconds from the first answer of the registry to the first row of it on the screen. */
  readonly repositories: Figure | undefined;
  /** The same for the tags of one repository. */
  readonly tags: Figure | undefined;
  /** From the first answer until the whole list of tags was loaded behind the view. */
  readonly allTags: Figure | undefined;
  /** What was asked until the first rows of both were on the screen and the tags loaded. */
  readonly asked: Counts;
  /** Megabytes that the extension host's memory grew by, with all 10,000 names and 1,000 tags loaded. */
  readonly megabytes: Figure | undefined;
  readonly naive: Naive;
}

interface Run {
  readonly repositories: number;
  readonly tags: number;
  readonly allTags: number;
  readonly asked: Counts;
  readonly megabytes: number;
}

const patience = 60_000;

/** Opens so many windows, one after the other. The package for this machine must have been made. */
export async function benchTree(runs: number, signal: AbortSignal): Promise<TreeFigures> {
  const registry = await startBigRegistry();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bt-'));
  const server = await startServer({
    which: 'newest',
    trust: 'trusted',
    driver: false,
    vsix: packageFileOf(ownTarget()),
    settings: { 'countersign.registries': [registry.address], 'workbench.reduceMotion': 'on' },
    env: { DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
  });
  const browser = await startBrowser();
  try {
    const found: Run[] = [];
    for (let run = 0; run < runs; run += 1) {
      signal.throwIfAborted();
      found.push(await openOnce(browser, server, registry, folder));
    }
    const figure = (name: keyof Omit<Run, 'asked'>): Figure | undefined =>
      figureOf(found.map((one) => one[name]));
    const [first] = found;
    if (first === undefined) throw new Error('not one run');
    return {
      repositories: figure('repositories'),
      tags: figure('tags'),
      allTags: figure('allTags'),
      asked: first.asked,
      megabytes: figure('megabytes'),
      naive: await browseNaively(registry, signal),
    };
  } finally {
    await browser.close();
    await server.stop();
    await registry.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openOnce(
  browser: Browser,
  server: Server,
  registry: BigRegistry,
  folder: string,
): Promise<Run> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    await page.goto(`${server.url}?folder=${encodeURIComponent(folder)}`);
    const hands = handsOn(page, server);
    await hands.container('Countersign');
    await hands.row(registry.address).waitFor();
    const host = await settledHost(server);
    const before = residentMegabytes(host);
    const paint = async (parent: string, row: string): Promise<number> => {
      registry.reset();
      const painted = whenPainted(page, row);
      await hands.expand(parent);
      return (await painted) - (registry.answeredAt() ?? Number.NaN);
    };
    const repositories = await paint(registry.address, 'team-000');
    const catalog = registry.counts();
    await hands.expand('team-000');
    await hands.row('app-000').waitFor();
    const tags = await paint('app-000', 'v1.');
    const allTags = (await whenPainted(page, 'All 1,000 loaded')) - (registry.answeredAt() ?? Number.NaN);
    const asked = sum(catalog, registry.counts());
    await hands.expand('app-000');
    await page.locator('.pane-body .monaco-list-row', { hasText: 'app-000' }).first().click();
    await page.keyboard.press('ArrowLeft');
    await loadAll(hands);
    const megabytes = residentMegabytes(host) - before;
    return { repositories, tags, allTags, asked, megabytes };
  } finally {
    await context.close();
  }
}

/** Loads page after page of the repositories until all are there. */
async function loadAll(hands: ReturnType<typeof handsOn>): Promise<void> {
  const status = hands.row(/of 10,000 loaded|,000 loaded/);
  for (let pages = 0; pages < 30; pages += 1) {
    const words = await status.innerText();
    if (words.includes('All 10,000 loaded')) return;
    await status.click();
    while ((await status.innerText()) === words) await sleep(20);
  }
  throw new Error('the repositories were not all loaded');
}

/** When a row with this text is drawn, milliseconds since 1970; looked for at every frame. */
function whenPainted(page: Page, text: string): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const look = () => {
      const rows = [...document.querySelectorAll('.pane-body .monaco-list-row')];
      if (rows.some((row) => row.textContent.includes(${JSON.stringify(text)}))) resolve(Date.now());
      else requestAnimationFrame(look);
    };
    look();
  })`);
}

function sum(one: Counts, other: Counts): Counts {
  return {
    catalog: one.catalog + other.catalog,
    tags: one.tags + other.tags,
    manifests: one.manifests + other.manifests,
  };
}

/**
 * The extension host of the window that is open, once its memory stands still: VS Code's own extensions start in it for
 * many seconds, which is none of ours.
 */
async function settledHost(server: Server): Promise<number> {
  let still = 0;
  let [host, last] = [0, 0];
  for (let tries = 0; tries < 90; tries += 1) {
    host = extensionHosts(server).at(-1) ?? 0;
    const now = residentMegabytes(host);
    still = Math.abs(now - last) < 1 ? still + 1 : 0;
    if (still === 8) return host;
    last = now;
    await sleep(1_000);
  }
  throw new Error('the extension host does not come to rest');
}

/** Process ids, the last started last: processes of this server's home that say what they are. */
function extensionHosts({ folder }: Server): readonly number[] {
  const isHost = (pid: number): boolean => {
    try {
      const is = readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes('--type=extensionHost');
      return is && readFileSync(`/proc/${String(pid)}/environ`, 'utf8').includes(`HOME=${folder}/home`);
    } catch {
      return false; // it has ended
    }
  };
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && isHost(pid))
    .sort((a, b) => a - b);
}

/** Of a process that has ended: not a number. */
function residentMegabytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
