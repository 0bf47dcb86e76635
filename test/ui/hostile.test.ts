// Text from elsewhere that would like to be a link, an icon, HTML or an escape sequence, on every surface that shows it
// (security N3, S21, S22). The pictures are kept; the assertions look at what VS Code made of it.
import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import type { Locator } from 'playwright-core';
import { digestOf } from '../../src/engine/oci/digest.ts';
import { buildPayload } from '../../src/engine/signatures/payload.ts';
import { newSignatureImage } from '../../src/engine/signatures/signatureImage.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { jsonAnswer, refusal, type Answer, type RecordedRequest } from '../demo/answers.ts';
import { startRegistry, type Registry } from '../demo/registry.ts';
import { newSampleKey } from '../demo/sampleKeys.ts';
import { storeBlob, storeManifest } from '../demo/state.ts';
import { hostile } from '../support/hostile.ts';
import { pushImage } from '../support/sampleImages.ts';
import { newGate, type Gate } from '../support/ui/gate.ts';
import { previewOf } from '../support/ui/preview.ts';
import { makeFolder } from '../support/ui/session.ts';
import { generateKey, planWords, signUpToPlan, sitDown, type Desk } from '../support/ui/steps.ts';

/** As much of it as a name of a key may be long; a box for one line takes no line break. */
const label =
  '[x](command:y) $(verified) <b>b</b> `c` \u202egnp.exe\u202c \u200b \u001b[32m https://evil.example/';
const annotation = hostile.replace(/\s*\r\n\s*/, ' ');

function scripted({ path }: RecordedRequest): Answer | undefined {
  if (path === '/v2/_catalog') return jsonAnswer(200, { repositories: ['team/app', hostile, 'team/broken'] });
  return path.startsWith('/v2/team/broken/') ? refusal(403, 'DENIED', hostile) : undefined;
}

/** What shows is shown as text: nothing of it is a link, an icon, HTML, or hides. */
async function isText(place: Locator): Promise<string> {
  const shown = await place.innerText();
  assert.doesNotMatch(shown, /[\u202a-\u202e\u200b\u001b]/);
  assert.match(shown, /<U\+202E>/);
  assert.equal(await place.locator('a[href], a[data-href]').count(), 0, 'a link');
  assert.equal(await place.locator('b, img, [style*="color:green"]').count(), 0, 'HTML');
  assert.equal(await place.locator('.codicon-verified').count(), 0, 'an icon');
  return shown;
}

describe('hostile text', () => {
  let desk: Desk;
  let registry: Registry;
  let image: string;
  let gate: Gate;

  before(async () => {
    gate = newGate();
    registry = await startRegistry({ statusFor: (request) => scripted(request) ?? gate.pass(request) });
    const { address, state } = registry;
    const key = newSampleKey('signer');
    const pushed = await pushImage(address, 'team/app', '1.0');
    image = pushed.reference;
    const payload = buildPayload(pushed.repository, pushed.digest, [[hostile, hostile]]);
    const signature = { payload, signature: sign('sha256', payload, key.privateKey) };
    const tag = signatureTag(pushed.digest);
    const built = newSignatureImage([{ ...signature, annotations: [[hostile, hostile]] }], 'oci', tag);
    for (const bytes of [payload, built.config?.bytes ?? payload]) storeBlob(state, 'team/app', bytes);
    assert.equal(
      storeManifest(state, 'team/app', tag, built.mediaType, built.manifest),
      digestOf(built.manifest),
    );
    const rule = { images: `${address}/team/*`, keys: [key.publicKeyPem] };
    desk = await sitDown(
      await makeFolder('hostile', {
        'countersign.registries': [address],
        'countersign.trustedSigners': [rule],
      }),
    );
    await desk.container('Countersign');
  });

  beforeEach(() => desk.closeToasts());

  after(async () => {
    await desk.close();
    await registry.stop();
  });

  /** Rests on a row until its tooltip shows; a row that is drawn anew meanwhile shows none. */
  async function tooltip(row: string, words: string): Promise<Locator> {
    const hover = desk.page.locator('.monaco-hover:visible', { hasText: words }).first();
    for (let count = 0; count < 10 && !(await hover.isVisible()); count += 1) {
      await desk.page.mouse.move(900, 500);
      await desk.row(row).hover();
      await hover.waitFor({ timeout: 3_000 }).catch(() => undefined);
    }
    return hover;
  }

  it('in a catalog is left out, and the tree says so [S4, N3]', async () => {
    await desk.expand(registry.address);
    await desk.row('1 name left out').waitFor();
    await desk.row('team/app').waitFor();
  });

  it('of a registry is plain in the tree, its tooltip and messages [S21, N3]', async () => {
    await desk.expand('team/broken');
    const hover = await tooltip('does not allow this', 'Ask for the right');
    await desk.screenshot('hostile-error-node');
    await isText(hover);
    await desk.keyboard.run('Countersign: Verify Image');
    await desk.keyboard.answer('Without a tag, latest is meant', `${registry.address}/team/broken:1.0`);
    await desk.toast('does not allow this');
    await desk.screenshot('hostile-message');
    await isText(desk.page.locator('.notifications-toasts .notification-list-item-message').first());
  });

  it('in annotations is plain in the tooltip of a signature [S21, N3]', async () => {
    for (const row of ['team/app', /^1\.0/]) await desk.expand(row);
    const hover = await tooltip('Signature 1', 'The payload claims');
    await desk.screenshot('hostile-tooltip');
    await isText(hover);
  });

  it('in annotations is literal in a report, outside the block of the proven identity [S15, S22, N3]', async () => {
    await desk.page.setViewportSize({ width: 1280, height: 1600 });
    await desk.keyboard.run('Countersign: Show Report');
    await desk.keyboard.answer('The image is verified first', image);
    const frame = await previewOf(desk.page, 'Verified');
    await desk.screenshot('hostile-report');
    await isText(frame.locator('.markdown-body'));
    const proven = frame
      .locator('h4, p, strong', { hasText: 'Proven identity' })
      .locator('xpath=following::ul[1]');
    assert.doesNotMatch(await proven.first().innerText(), /Sign in|command:/);
    await desk.page.setViewportSize({ width: 1280, height: 800 });
    await desk.keyboard.run('View: Close All Editors');
  });

  it('as the name of a key and as an annotation is plain in view, plan and messages [S21, N3]', async () => {
    const { keyboard, page } = desk;
    await generateKey(desk, label, 'pw');
    await isText(desk.row('[x]').locator('.monaco-icon-label-container').first());
    const plan = await signUpToPlan(desk, image, '[x]');
    assert.match(plan, /Key \[x\]/);
    await keyboard.choose(planWords[0], 'Add annotation…');
    await keyboard.answer('It is signed together with the digest', `${annotation}=${annotation}`);
    await desk.quickRow('Remove annotation').waitFor();
    await desk.screenshot('hostile-plan');
    await isText(desk.quickInput.locator('.quick-input-list'));
    await keyboard.choose(planWords[0], 'Sign');
    await keyboard.answer('Password of', 'pw');
    await desk.toast('is signed by');
    await desk.screenshot('hostile-result');
    await isText(page.locator('.notifications-toasts .notification-list-item-message').first());
  });

  it('as the name of a key is plain while something is done with the key [S21, N3]', async () => {
    const { keyboard } = desk;
    await keyboard.run('Countersign: Trust This Signer');
    await keyboard.answer('The image is verified first', image);
    await keyboard.sees('Trust Which Key?');
    const held = gate.hold(({ path }) => path.startsWith('/v2/team/app/'));
    await keyboard.choose('Trust Which Key?', '[x]');
    await desk.toast('on the signatures of');
    await desk.screenshot('hostile-progress');
    const progress = desk.page.locator('.notification-list-item', { hasText: 'on the signatures of' });
    await isText(progress.locator('.notification-list-item-message').first());
    held.release();
    await keyboard.sees('Trust Where?');
    await keyboard.press('Escape');
  });

  it('as the name of a key has to be typed as it shows to delete the key [U3]', async () => {
    const { keyboard } = desk;
    await keyboard.run('Countersign: Delete Key');
    await keyboard.choose('Delete Key', '[x]');
    await keyboard.sees('Type its name to delete it');
    await desk.screenshot('hostile-delete');
    const shown = (await desk.quickInput.locator('input').first().getAttribute('placeholder')) ?? '';
    await keyboard.answer('Type its name to delete it', shown);
    await desk.toast('is deleted');
    // VS Code in a browser writes its state every five seconds; the next window would still list the key.
    await desk.page.waitForTimeout(6_000);
  });
});
