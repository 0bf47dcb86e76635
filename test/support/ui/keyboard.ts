// A person with a keyboard and no mouse (ux V13): keys go to whatever has the focus; looking is the only other thing done.
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';

export interface Keyboard {
  press(keys: string): Promise<void>;
  /** Runs a command by typing its title into the palette. */
  run(title: string): Promise<void>;
  /** Waits for a question with these words, types the answer and presses Enter. Answers what the box showed. */
  answer(words: string, text: string): Promise<string>;
  /** Waits for a pick list with these words, goes down to the row that holds the text, presses Enter; answers all rows. */
  choose(words: string, row: string): Promise<string>;
  /** Waits for a quick input with these words; answers its text. */
  sees(words: string): Promise<string>;
  /** The first of these words that a quick input shows. */
  seesOneOf(...words: readonly string[]): Promise<string>;
  /** Brings the focus into a tree, e.g. `Registries`, once its first rows are there. */
  focusTree(name: string): Promise<void>;
  /** Waits for VS Code's file dialog and takes the place that it proposes; answers that. */
  takeProposedFile(title: string): Promise<string>;
  /** Waits for VS Code's file dialog, types a path into it and takes it. */
  takePath(title: string, path: string): Promise<void>;
  /** In the focused tree: goes to the row whose text begins so. */
  goTo(row: string): Promise<void>;
  /** Opens the row that has the focus and waits for its first child. */
  open(): Promise<void>;
}

/** Without a mouse nothing but keys is used. */
export function newKeyboard(page: Page, hasMouse = false): Keyboard {
  const box = page.locator('.quick-input-widget:visible');
  const withWords = (words: string): Locator =>
    box.filter({ has: page.locator(`text=${words}`).or(page.locator(`[placeholder*="${words}"]`)) });
  const press = (keys: string): Promise<void> => page.keyboard.press(keys);
  const focusedRow = box.locator('.quick-input-list .monaco-list-row.focused').first();
  const treeRow = page.locator('.sidebar .monaco-list:focus-within .monaco-list-row.focused').first();

  /** A preview that is drawn meanwhile takes the focus from the question. */
  async function haveFocus(): Promise<void> {
    const focused = box.locator('input:focus');
    for (let count = 0; count < 10 && (await focused.count()) === 0; count += 1)
      await page.waitForTimeout(100);
    if (hasMouse && (await focused.count()) === 0) await box.locator('input').first().click();
  }

  async function sees(words: string): Promise<string> {
    await withWords(words).waitFor();
    return box.first().innerText();
  }

  /** Presses a key until the row that has the focus holds the text. */
  async function until(key: string, row: Locator, fits: (text: string) => boolean): Promise<void> {
    const passed: string[] = [];
    for (let count = 0; count < 300; count += 1) {
      const text = (await row.innerText()).trim();
      if (fits(text)) return;
      // A list may be filled while it shows: a person looks through it again after a while.
      const rounds = passed.filter((one) => one === text).length;
      if (rounds === 12) break;
      if (rounds > 0) await page.waitForTimeout(100);
      passed.push(text);
      const before = await row.getAttribute('data-index');
      await press(key);
      // At the end of a tree nothing moves.
      for (let waited = 0; waited < 40 && (await row.getAttribute('data-index')) === before; waited += 1)
        await page.waitForTimeout(25);
    }
    assert.fail(`not among: ${[...new Set(passed)].join(' | ')}`);
  }

  async function run(title: string): Promise<void> {
    // Something that is drawn late may take the focus and close the palette.
    for (let attempt = 1; ; attempt += 1)
      try {
        await press('F1');
        await box.first().waitFor();
        await page.keyboard.type(title);
        await box.locator('.monaco-list-row', { hasText: title }).first().waitFor({ timeout: 10_000 });
        // One that was used lately may stand above it.
        await until('ArrowDown', focusedRow, (text) => text.includes(title));
        await press('Enter');
        return;
      } catch (error) {
        if (attempt === 4) throw error;
        await press('Escape');
      }
  }

  return {
    press,
    sees,
    run,
    seesOneOf: (...words) =>
      Promise.any(
        words.map((word) =>
          withWords(word)
            .waitFor()
            .then(() => word),
        ),
      ),
    async focusTree(name) {
      await run(`Countersign: Focus on ${name} View`);
      await page.locator(`.sidebar [role=tree][aria-label="${name}"] .monaco-list-row`).first().waitFor();
      // VS Code drops the focus of a view that was empty when it opened.
      if ((await page.locator('.sidebar .monaco-list:focus-within').count()) === 0)
        await run(`Countersign: Focus on ${name} View`);
    },
    async answer(words, text) {
      const shown = await sees(words);
      await haveFocus();
      await press('Control+A');
      // Pasted, where a key for a character is missing.
      if (/^[ -~]*$/.test(text)) await page.keyboard.type(text);
      else await page.keyboard.insertText(text);
      await press('Enter');
      return shown;
    },
    async choose(words, row) {
      const shown = await sees(words);
      await focusedRow.waitFor();
      await until('ArrowDown', focusedRow, (text) => text.includes(row));
      // A list that has just been drawn may not hear the key, and a tree that is drawn anew may take the focus from it.
      for (let attempt = 1; ; attempt += 1)
        try {
          await haveFocus();
          if (attempt > 2) await box.locator('input').first().focus();
          await press('Enter');
          await focusedRow.filter({ hasText: row }).waitFor({ state: 'hidden', timeout: 3_000 });
          return shown;
        } catch (error) {
          if (attempt === 4) throw error;
        }
    },
    async takeProposedFile(title) {
      await sees(title);
      // The dialog writes its proposal once it has read the folder.
      await box.locator('.monaco-list-row', { hasText: '..' }).first().waitFor();
      const place = await box.locator('input[type=text]').first().inputValue();
      await press('Enter');
      return place;
    },
    async takePath(title, path) {
      const input = withWords(title).locator('input[type=text]').first();
      // The dialog writes its proposal once it has read the folder, looks the place up while one types, and takes no
      // Enter meanwhile.
      await box.locator('.monaco-list-row', { hasText: '..' }).first().waitFor();
      const named = box
        .locator('.monaco-list-row', { hasText: path.slice(path.lastIndexOf('/') + 1) })
        .first();
      for (let attempt = 0; attempt < 6 && (await input.count()) > 0; attempt += 1) {
        if (!(await input.inputValue()).startsWith('/')) return;
        await press('Control+A');
        await page.keyboard.type(path);
        // An Enter that comes before the place was looked up takes a folder above it. What is typed while a large folder
        // is read is not looked up at all, and has to be typed again.
        const isFound = await named.waitFor({ timeout: 8_000 }).then(
          () => true,
          () => false,
        );
        for (let presses = 0; isFound && presses < 6 && (await input.count()) > 0; presses += 1) {
          if (!(await input.inputValue()).startsWith('/')) return;
          await press('Enter');
          await page.waitForTimeout(500);
        }
      }
    },
    async goTo(row) {
      await press('Home');
      await until('ArrowDown', treeRow, (text) => text.startsWith(row));
    },
    async open() {
      const level = Number(await treeRow.getAttribute('aria-level'));
      // A row that is drawn anew in that moment does not hear the key.
      for (let count = 0; count < 4 && (await treeRow.getAttribute('aria-expanded')) !== 'true'; count += 1) {
        await press('ArrowRight');
        await page.waitForTimeout(1_000 * count + 100);
      }
      await page
        .locator(`.sidebar .monaco-list:focus-within .monaco-list-row[aria-level="${level + 1}"]`)
        .first()
        .waitFor();
    },
  };
}
