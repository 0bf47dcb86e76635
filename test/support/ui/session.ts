// One VS Code server with the packaged extension, one browser, one keychain and one demo registry for the whole run: each
// suite opens windows of its own in it. Started by the first that asks, ended after the last test.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { startDemo, type Demo } from '../../demo/demo.ts';
import { packageFileOf, type Target } from '../task/package.ts';
import { handsOn, themes, type Ui } from '../ui.ts';
import { startBrowser } from '../vscode/browser.ts';
import { startKeyring } from '../vscode/keyring.ts';
import { startServer, type Server } from '../vscode/server.ts';

export interface Session {
  readonly server: Server;
  /** One profile for all windows, as one person has: VS Code keeps settings of its own and the list of keys there. */
  readonly profile: BrowserContext;
  readonly demo: Demo;
  /** Everything in here goes with the session. */
  readonly folder: string;
}

export interface Window extends Omit<Ui, 'stop'> {
  close(): Promise<void>;
}

let starting: Promise<Session> | undefined;
const openWindows = new Set<Window>();
const cleanUp: (() => Promise<unknown>)[] = [];

// At the root of the run, whichever suite came first.
after(async () => {
  cleanUp.push(...[...openWindows].map((window) => () => window.close()));
  const failures: unknown[] = [];
  for (const work of cleanUp.reverse()) await work().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
});

afterEach(async function keepPicture() {
  if (this.currentTest?.state !== 'failed') return;
  const name = this.currentTest.fullTitle().replace(/\W+/g, '-').slice(0, 80);
  for (const [index, window] of [...openWindows].entries())
    await window.screenshot(`failed-${name}-${index}`).catch(() => undefined);
});

/** The session; what it starts is started once. */
export function session(): Promise<Session> {
  starting ??= startSession();
  return starting;
}

async function startSession(): Promise<Session> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ui-'));
  cleanUp.push(() => Promise.resolve(rmSync(folder, { recursive: true, force: true })));
  const keyring = await startKeyring();
  cleanUp.push(() => keyring.stop());
  const demo = await startDemo({ port: 0 }, new AbortController().signal);
  cleanUp.push(() => demo.stop());
  const server = await startServer({
    which: 'newest',
    // The setting below decides, so that one window can be restricted.
    trust: 'restricted',
    driver: false,
    vsix: packageFileOf(`${process.platform}-${process.arch}` as Target),
    settings: {
      'workbench.colorTheme': themes.dark,
      'security.workspace.trust.enabled': false,
      'workbench.reduceMotion': 'on', // pictures of what stands still
    },
    env: keyring.env,
  });
  cleanUp.push(() => server.stop());
  const browser = await startBrowser();
  cleanUp.push(() => browser.close());
  const profile = await browser.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 });
  await profile.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  return { server, profile, demo, folder };
}

/** A folder to open, with these workspace settings; made again, it has other ones. */
export async function makeFolder(name: string, settings: Readonly<Record<string, unknown>>): Promise<string> {
  const { folder } = await session();
  const made = path.join(folder, name);
  mkdirSync(path.join(made, '.vscode'), { recursive: true });
  writeFileSync(path.join(made, '.vscode/settings.json'), JSON.stringify(settings, null, 2));
  return made;
}

/** Changes the user settings for windows that are opened from now on. */
export async function changeSettings(change: Readonly<Record<string, unknown>>): Promise<void> {
  const { server } = await session();
  const old = JSON.parse(readFileSync(server.userSettings, 'utf8')) as Record<string, unknown>;
  writeFileSync(server.userSettings, JSON.stringify({ ...old, ...change }, null, 2));
}

const dockerConfig = 'home/.docker/config.json';

/** What `docker login` would leave behind in the home of the session's VS Code. */
export async function logIn(address: string, user: string, password: string): Promise<void> {
  const { server } = await session();
  const file = path.join(server.folder, dockerConfig);
  mkdirSync(path.dirname(file), { recursive: true });
  const auth = Buffer.from(`${user}:${password}`).toString('base64');
  writeFileSync(file, JSON.stringify({ auths: { [address]: { auth } } }));
}

/** Takes that away again. */
export async function logOut(): Promise<void> {
  const { server } = await session();
  rmSync(path.join(server.folder, dockerConfig), { force: true });
}

/** Opens a folder in a window of its own, so many pixels high, and waits for the workbench. */
export async function openWindow(folder: string, height = 800): Promise<Window> {
  const { server, profile } = await session();
  const page = await profile.newPage();
  page.setDefaultTimeout(90_000);
  await page.setViewportSize({ width: 1280, height });
  const window: Window = {
    ...handsOn(page, server),
    async close() {
      openWindows.delete(window);
      await page.goto('about:blank'); // VS Code ends its extension host only when its page is left
      await page.close();
    },
  };
  openWindows.add(window);
  await page.goto(`${server.url}?folder=${encodeURIComponent(folder)}`);
  await page.locator('.monaco-workbench .activitybar').first().waitFor();
  return window;
}
