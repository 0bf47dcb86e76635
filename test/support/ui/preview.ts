// What a Markdown preview shows: VS Code draws it in frames of their own.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame, Page } from 'playwright-core';

/** Waits for a preview with that heading; answers its frame. */
export async function previewOf(page: Page, heading: string): Promise<Frame> {
  for (let count = 0; count < 300; count += 1) {
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
