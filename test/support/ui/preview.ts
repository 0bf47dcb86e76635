// What a Markdown preview shows: VS Code draws it in frames of their own.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame, Page } from 'playwright-core';

/** Waits for a preview with that heading; answers its frame. */
export async function previewOf(page: Page, heading: string): Promise<Frame> {
  for (const giveUp = Date.now() + 90_000; Date.now() < giveUp;) {
    for (const frame of page.frames()) {
      const found = await frame
        .locator('h1')
        .first()
        .textContent({ timeout: 200 })
        .catch(() => undefined);
      if (found?.trim() === heading) return frame;
    }
    await sleep(100);
  }
  throw new Error(`no preview shows “${heading}”`);
}

/** Its text, line by line as a person sees it. */
export async function previewText(page: Page, heading: string): Promise<string> {
  const frame = await previewOf(page, heading);
  return frame.locator('body').innerText();
}
