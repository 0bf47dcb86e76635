// Drives the packaged extension in VS Code's workbench as a person would: palette, quick picks, input boxes, toasts,
// trees. One window per startUi(); everything waits for what it names and fails with a time-out otherwise.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { packageFileOf, type Target } from './task/package.ts';
import { resultsFolder } from './task/tools.ts';
import { startBrowser } from './vscode/browser.ts';
import { startServer, type Server, type ServerOptions } from './vscode/server.ts';

export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  highContrast: 'Default High Contrast',
} as const;

export type Theme = keyof typeof themes;

export interface UiOptions {
  /** A folder or a .code-workspace file; the test owns it. */
  readonly workspace: string;
  readonly theme?: Theme;
  readonly which?: ServerOptions['which'];
  readonly trust?: ServerOptions['trust'];
  /** User settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** For the extension host, e.g. the env of startKeyring(). */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface Ui {
  readonly page: Page;
  readonly server: Server;
  /** Runs a command by its title in the palette, e.g. `Countersign: Sign Image`. */
  command(title: string): Promise<void>;
  /** The open quick pick or input box. */
  readonly quickInput: Locator;
  /** The rows of the open quick pick that contain the text. */
  quickRow(text: string): Locator;
  /** Chooses the row of the open quick pick that contains the text, by its keyboard focus. */
  pick(text: string): Promise<void>;
  /** Waits for a quick input that shows these words (title, prompt or placeholder), fills it and presses Enter. */
  fill(words: string, text: string): Promise<void>;
  /** Waits for a notification that contains the text; answers its whole text. */
  toast(text: string): Promise<string>;
  /** Presses a button of the notification that contains the text. */
  toastAction(text: string, button: string): Promise<void>;
  closeToasts(): Promise<void>;
  /** Opens a container of the activity bar by its name. */
  container(name: string): Promise<void>;
  /** The row of a tree that contains the text. */
  row(text: string | RegExp): Locator;
  expand(text: string | RegExp): Promise<void>;
  /** Chooses from the context menu of a row. */
  rowMenu(text: string | RegExp, item: string): Promise<void>;
  /** Opens a file of the workspace in the editor. */
  openFile(name: string): Promise<void>;
  /** Changes user settings and loads the window anew: in the browser VS Code does not see the file change. */
  settings(change: Readonly<Record<string, unknown>>): Promise<void>;
  /** Changes the colours, loading the window anew. */
  theme(theme: Theme): Promise<void>;
  /** Writes .test-results/screenshots/NAME.png. */
  screenshot(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** Installs the package for this machine in a fresh VS Code, opens the workspace and waits for the workbench. */
export async function startUi(options: UiOptions): Promise<Ui> {
  const server = await startServer({
    which: options.which ?? 'newest',
    trust: options.trust ?? 'trusted',
    driver: false,
    vsix: packageFileOf(`${process.platform}-${process.arch}` as Target),
    settings: {
      'workbench.colorTheme': themes[options.theme ?? 'dark'],
      'workbench.reduceMotion': 'on', // pictures of what stands still
      ...options.settings,
    },
    env: { DBUS_SESSION_BUS_ADDRESS: 'disabled:', ...options.env },
  });
  const browser = await startBrowser();
  const stop = async (): Promise<void> => {
    await browser.close();
    await server.stop();
  };
  try {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      deviceScaleFactor: 1,
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
    const page = await context.newPage();
    page.setDefaultTimeout(90_000);
    const kind = options.workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
    await page.goto(`${server.url}?${kind}=${encodeURIComponent(options.workspace)}`);
    await untilShown(page);
    return { ...handsOn(page, server), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The same hands on a window that is open already. */
export function handsOn(page: Page, server: Server): Omit<Ui, 'stop'> {
  return { page, server, ...palette(page), ...toasts(page), ...trees(page), ...files(page, server) };
}

function palette(page: Page): Pick<Ui, 'command' | 'quickInput' | 'quickRow' | 'pick' | 'fill' | 'openFile'> {
  const quickInput = page.locator('.quick-input-widget:visible').first();
  const box = quickInput.locator('input[type=text], input[type=password]').first();
  const quickRow = (text: string): Locator =>
    quickInput.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();

  /** A late rendering of something else may take the focus and close the palette: so it is tried again. */
  async function through(key: string, typed: string, row: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1)
      try {
        await page.keyboard.press('Escape');
        await page.keyboard.press(key);
        await box.fill(typed, { timeout: 5_000 });
        await quickRow(row).waitFor({ timeout: 10_000 });
        await page.keyboard.press('Enter');
        return;
      } catch (error) {
        if (attempt === 4) throw error;
      }
  }

  return {
    quickInput,
    quickRow,
    command: (title) => through('F1', `>${title}`, title),
    openFile: (name) => through('Control+P', name, name),
    async pick(text) {
      await quickRow(text).waitFor();
      await quickRow(text).click();
    },
    async fill(words, text) {
      await page
        .locator('.quick-input-widget:visible')
        .filter({ has: page.locator(`text=${words}`).or(page.locator(`[placeholder*="${words}"]`)) })
        .waitFor();
      await box.fill(text);
      await page.keyboard.press('Enter');
    },
  };
}

function toasts(page: Page): Pick<Ui, 'toast' | 'toastAction' | 'closeToasts'> {
  const toastWith = (text: string): Locator =>
    page.locator('.notifications-toasts .notification-list-item', { hasText: text }).first();
  return {
    async toast(text) {
      await toastWith(text).waitFor();
      return toastWith(text).locator('.notification-list-item-message').innerText();
    },
    async toastAction(text, button) {
      await toastWith(text).waitFor();
      await toastWith(text).hover();
      await toastWith(text).locator('.monaco-button', { hasText: button }).first().click();
    },
    async closeToasts() {
      await page.keyboard.press('Escape');
      const close = page.locator('.notifications-toasts .codicon-notifications-clear');
      while ((await close.count()) > 0) {
        await page.locator('.notifications-toasts .notification-list-item').first().hover();
        await close.first().click();
      }
    },
  };
}

function trees(page: Page): Pick<Ui, 'container' | 'row' | 'expand' | 'rowMenu'> {
  const row = (text: string | RegExp): Locator =>
    page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
  return {
    row,
    async container(name) {
      const item = page.locator(`.activitybar .action-label[aria-label*="${name}"]`).first();
      await item.waitFor();
      const open = page.locator('.sidebar .composite.title', { hasText: name }).first();
      // A window that restores its view draws it late, and a click on a container that is open closes it.
      const isOpen = (timeout: number): Promise<boolean> =>
        open.waitFor({ timeout }).then(
          () => true,
          () => false,
        );
      for (let tries = 1; !(await isOpen(tries === 1 ? 1_000 : 5_000)); tries += 1) {
        if (tries === 5) throw new Error(`the container ${name} does not open`);
        // Where a badge stands before the icon, it takes the click for it.
        await item.click({ position: { x: 6, y: 6 }, force: true });
      }
    },
    async expand(text) {
      await row(text).waitFor();
      if ((await row(text).getAttribute('aria-expanded')) === 'false')
        await row(text).locator('.monaco-tl-twistie').click();
    },
    async rowMenu(text, item) {
      await row(text).click({ button: 'right' });
      const entry = page.locator('.context-view .action-label', { hasText: item }).first();
      await entry.waitFor();
      await page.waitForTimeout(500); // a menu takes no click in the moment in which it opens
      await entry.click();
      await entry.waitFor({ state: 'hidden' });
    },
  };
}

function files(page: Page, server: Server): Pick<Ui, 'settings' | 'theme' | 'screenshot'> {
  async function settings(change: Readonly<Record<string, unknown>>): Promise<void> {
    const old = JSON.parse(readFileSync(server.userSettings, 'utf8')) as Record<string, unknown>;
    writeFileSync(server.userSettings, JSON.stringify({ ...old, ...change }, null, 2));
    await page.reload();
    await untilShown(page);
  }
  return {
    settings,
    theme: (theme) => settings({ 'workbench.colorTheme': themes[theme] }),
    async screenshot(name) {
      const file = path.join(resultsFolder, 'screenshots', `${name}.png`);
      mkdirSync(path.dirname(file), { recursive: true });
      await page.screenshot({ path: file });
    },
  };
}

async function untilShown(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .activitybar').first().waitFor();
}
