// The Registries view from the first start on: empty, unreachable, without a list, with orphans, with very many tags.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildImage } from '../demo/images.ts';
import { startRegistry, type Registry } from '../demo/registry.ts';
import { storeManifest } from '../demo/state.ts';
import { pushImage } from '../support/sampleImages.ts';
import { logIn, logOut, makeFolder, session } from '../support/ui/session.ts';
import { haveKey, key, signInstead, sitDown, type Desk } from '../support/ui/steps.ts';

describe('the Registries view', () => {
  let desk: Desk;
  let folder: string;
  let demo: string;

  before(async () => {
    demo = (await session()).demo.address;
    folder = await makeFolder('registries', {});
    desk = await sitDown(folder);
    await desk.container('Countersign');
  });

  beforeEach(() => desk.closeToasts());

  after(() => desk.close());

  /** Writes the registries into the workspace's settings and waits for the last of them. */
  async function show(...registries: readonly string[]): Promise<void> {
    await makeFolder('registries', { 'countersign.registries': registries });
    await desk.row(registries.at(-1) ?? '').waitFor();
  }

  const settingsText = (): string => readFileSync(path.join(folder, '.vscode/settings.json'), 'utf8');

  it('says when it is empty what it is for, offers the registries of the Docker config, and adds the first [U9]', async () => {
    await desk.page.locator('.welcome-view', { hasText: 'See what is signed in your registries' }).waitFor();
    await desk.screenshot('empty-views');
    await logIn('ghcr.io', 'somebody', 'secret');
    await desk.page.locator('.welcome-view .monaco-button', { hasText: 'Add Registry' }).first().click();
    assert.match(await desk.keyboard.choose('Which registry, namespace', 'Enter a name'), /ghcr\.io/);
    await logOut();
    await desk.keyboard.answer('A registry, a namespace or a repository', demo);
    await desk.keyboard.choose('Where to keep it?', 'For this workspace');
    await desk.row(demo).waitFor();
    assert.deepEqual((JSON.parse(settingsText()) as Record<string, unknown>)['countersign.registries'], [
      demo,
    ]);
    await desk.expand(demo);
    await desk.row('demo/app').waitFor();
  });

  it('shows a registry that does not answer as an error, and Retry reads it once it does [U11]', async () => {
    await haveKey(desk);
    let registry = await startRegistry();
    const { address } = registry;
    await show(address);
    await registry.stop();
    await desk.expand(address);
    const error = desk.row(`Nothing answers at ${address}`);
    await error.waitFor();
    await desk.screenshot('error-node');

    const image = `${address}/team/app:1.0`;
    await desk.keyboard.run('Countersign: Verify Image');
    await desk.keyboard.answer('Without a tag, latest is meant', image);
    await desk.toast('Nothing answers at');
    await desk.screenshot('verify-unreachable');
    await desk.closeToasts();
    await signInstead(desk, image, key.label, desk.toast('Nothing answers at'));

    registry = await startRegistry({ port: Number(address.split(':')[1]) });
    try {
      await pushImage(address, 'team/app', '1.0');
      await error.click();
      await desk.row('team/app').waitFor();
    } finally {
      await registry.stop();
    }
  });

  it('offers to add a repository where a registry keeps its list to itself [U9]', async () => {
    const registry = await startRegistry({ catalog: false });
    try {
      await pushImage(registry.address, 'team/app', '1.0');
      await show(registry.address);
      await desk.expand(registry.address);
      await desk.row('Add a repository…').waitFor();
      await desk.screenshot('no-catalog');
      await desk.row('Add a repository…').click();
      assert.equal(await desk.quickInput.locator('input').first().inputValue(), `${registry.address}/`);
      await desk.keyboard.answer('A registry, a namespace or a repository', `${registry.address}/team/app`);
      await desk.keyboard.choose('Where to keep it?', 'For this workspace');
      await desk.expand(`${registry.address}/team/app`);
      await desk.row(/^1\.0/).waitFor();
    } finally {
      await registry.stop();
    }
  });

  it('marks a .sig whose image is gone as an orphan once it is expanded', async () => {
    await show(demo);
    await desk.expand(demo);
    await desk.expand('demo/orphan');
    await desk.row(/^1\.0/).waitFor();
    assert.equal(await desk.row('sha256-').count(), 0);
    await desk.keyboard.run('Countersign: Show Signature Tags');
    await desk.expand('sha256-');
    await desk.row('Orphan: the image that its name names is not in this repository').waitFor();
    await desk.screenshot('orphan');
    await desk.keyboard.run('Countersign: Hide Signature Tags');
    await desk.row('sha256-').waitFor({ state: 'hidden' });
  });

  it('shows the first of 10,000 tags at once, newest first, and more on request [V9]', async () => {
    const { keyboard } = desk;
    const registry: Registry = await startRegistry();
    try {
      const { manifest, mediaType } = buildImage('team/many');
      for (let tag = 0; tag < 10_000; tag += 1)
        storeManifest(registry.state, 'team/many', `v1.${tag}`, mediaType, manifest);
      await show(registry.address);
      await keyboard.focusTree('Registries');
      await keyboard.goTo(registry.address);
      await keyboard.open();
      await keyboard.goTo('team/many');
      await keyboard.open();
      await desk.row(/^v1\.9999$/).waitFor();
      await desk.row(/^v1\.9995$/).waitFor();
      await desk.screenshot('many-tags');
      await keyboard.press('End');
      await desk.row('Load More').filter({ hasText: '200' }).waitFor();
      const requests = registry.requests.length;
      assert.ok(requests < 10, `${requests} requests: none for a single tag`);
      await keyboard.press('Enter');
      await desk.row(/^v1\.9799$/).waitFor();
      await keyboard.press('End');
      await desk.row('Load More').filter({ hasText: '400' }).waitFor();
      await desk.screenshot('many-tags-end');
    } finally {
      await registry.stop();
    }
  });
});
