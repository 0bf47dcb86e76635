// Check Registry by keyboard: the report of what reading tells, the plan of a write, and the report behind it. Its pictures
// are in .test-results/screenshots.
import assert from 'node:assert/strict';
import { pushImage } from '../support/sampleImages.ts';
import { previewOf, previewText } from '../support/ui/preview.ts';
import { session } from '../support/ui/session.ts';
import { sitDown, type Desk } from '../support/ui/steps.ts';

const heading = 'What This Registry Can Do';

describe('Check Registry', () => {
  let desk: Desk;
  let repository: string;

  before(async () => {
    const { demo } = await session();
    repository = `${demo.address}/demo/checked`;
    await pushImage(demo.address, 'demo/checked', '1.0');
    desk = await sitDown(demo.workspace, 1400);
  });

  after(() => desk.close());

  it('tells by reading what the registry can do, and the rest by a plan that is confirmed [V1] [V8]', async () => {
    const { keyboard, page } = desk;
    await keyboard.run('Countersign: Check Registry');
    await keyboard.answer('A repository in it, without a tag', repository);
    assert.match(await previewText(page, heading), /Only read, nothing was written/);
    await desk.closeToasts();
    await desk.screenshot('registry-read');
    await page.locator('.editor-actions .action-label', { hasText: '' }).first().waitFor();
    await page.getByRole('button', { name: 'Check by Writing…' }).first().click();
    const plan = await keyboard.sees('Enter writes under this one tag');
    assert.match(plan, /Write and Remove/);
    await desk.screenshot('registry-plan');
    await keyboard.press('Enter');
    const frame = await previewOf(page, heading);
    await frame.getByText('Everything that was written is removed').waitFor();
    await desk.closeToasts();
    await desk.screenshot('registry-written');
  });
});
