// Save Image with Signatures and Load Image into Registry in VS Code: what is asked, what the plans show, and what Cancel
// leaves behind.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EngineError } from '../../src/engine/errors.ts';
import { digestOf } from '../../src/engine/oci/digest.ts';
import { ociIndex, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import { loadImage } from '../../src/host/commands/loadImage.ts';
import { saveImage } from '../../src/host/commands/saveImage.ts';
import { descriptionOf, folderName } from '../../src/host/commands/savedFolder.ts';
import { besides, indexOf, isThere, useFolders } from '../support/saved.ts';
import type { Answer } from '../support/vscode/person.ts';
import { played } from './flowHost.ts';
import { signScene } from './signScene.ts';

describe('Saved images', () => {
  const scene = signScene();
  const folders = useFolders();
  const text = (about: RegExp, name: string | undefined): Answer => ({ type: 'text', about, text: name });
  const pick = (label: RegExp | undefined, about = /Save This Image/): Answer => ({
    type: 'pick',
    about,
    label,
  });
  const image = (): Answer => text(/The image to save/, `${scene.address}/demo/app:1.0`);
  const save = (until: RegExp, ...answers: readonly Answer[]): Promise<readonly string[]> =>
    played(() => saveImage(scene.flow.host, undefined), until, ...answers);
  const load = (until: RegExp, ...answers: readonly Answer[]): Promise<readonly string[]> =>
    played(() => loadImage(scene.flow.host), until, ...answers);
  const saved = async (): Promise<string> => {
    const folder = folders.path();
    await save(/^Saved /, image(), { type: 'save', file: folder }, pick(/^Save$/));
    return folder;
  };

  it('are saved into the folder that the plan shows, with everything that hangs on them', async () => {
    const folder = folders.path();
    const shown = await save(/^Saved /, image(), { type: 'save', file: folder }, pick(/^Save$/));
    assert.ok(shown.some((line) => line.startsWith(`Into ${folder}`)));
    assert.ok(shown.some((line) => line.startsWith('Signatures ') || line.startsWith('Signatures |')));
    assert.ok(indexOf(folder).some(({ annotations }) => annotations?.['kind']?.endsWith('/sigs')));
    assert.equal(scene.writes(), 0);
  });

  it('are not saved where the person gives up, and go where the plan is told to [S38]', async () => {
    const [one, other] = [folders.path('one'), folders.path('other')];
    await save(/Save Image with Signatures/, image(), { type: 'save', file: undefined });
    await save(/Save This Image/, image(), { type: 'save', file: one }, pick(undefined));
    assert.equal(isThere(one), false);
    const again: Answer = { type: 'save', file: other };
    await save(/^Saved /, image(), { type: 'save', file: one }, pick(/^Into /), again, pick(/^Save$/));
    assert.deepEqual(besides(one), ['other']);
  });

  it('say before the plan that something stands there already, and go on with another folder', async () => {
    const folder = await saved();
    const another: Answer = { type: 'save', file: folders.path('another') };
    const button: Answer = { type: 'button', about: /already/, button: 'Change Folder…' };
    const taken: Answer = { type: 'save', file: folder };
    const shown = await save(/^Saved /, image(), taken, button, another, pick(/^Save$/));
    assert.ok(
      shown.some((line) => line.startsWith(`The folder ${folder} cannot be used: something is there`)),
    );
    assert.ok(!shown.some((line) => line.includes('Retry')));
    // The dialog begins where the person was.
    assert.ok(shown.some((line) => line.includes('Not There Yet') && line.includes(folder)));
    assert.ok(isThere(folders.path('another')));
  });

  it('say that nothing was saved after a cancel [U13]', async () => {
    await scene.use(() => ({
      runSave: () => {
        throw new EngineError('cancelled', { what: 'saving' });
      },
    }));
    const elsewhere: Answer = { type: 'save', file: folders.path('elsewhere') };
    const shown = await save(/^Cancelled/, image(), elsewhere, pick(/^Save$/));
    assert.ok(shown.includes('Cancelled. Nothing was saved.'));
  });

  it('are loaded to where the plan says, and begin with the name that the folder holds', async () => {
    const folder = await saved();
    const open: Answer = { type: 'open', file: folder };
    const target = text(/Where to load/, `${scene.address}/new/app:2.0`);
    const about = /Load This Image/;
    await load(/Load This Image/, open, target, pick(undefined, about));
    assert.equal(scene.writes(), 0);
    const shown = await load(/^Loaded into/, open, target, pick(/^Load$/, about));
    assert.ok(shown.some((line) => line.startsWith(`From ${folder}`)));
    const tags = [...(scene.registry.state.repositories.get('new/app')?.tags.keys() ?? [])];
    assert.ok(tags.includes('2.0'));
    assert.ok(tags.some((tag) => tag.endsWith('.sig')));
  });

  it('are loaded without what their folder lists and nobody can read, which is said', async () => {
    const folder = await saved();
    const file = path.join(folder, 'index.json');
    const index = JSON.parse(readFileSync(file, 'utf8')) as { manifests: { digest: string }[] };
    const annotations = { 'org.opencontainers.image.ref.name': 'v2' };
    const other = { ...index.manifests[0], annotations, digest: `sha512:${'a'.repeat(128)}` };
    writeFileSync(file, JSON.stringify({ ...index, manifests: [...index.manifests, other] }));
    const open: Answer = { type: 'open', file: folder };
    const shown = await load(/Where to load/, open, text(/Where to load/, undefined));
    assert.ok(shown.some((line) => line.includes('cannot be read, left out: 1.')));
  });

  it('say what is wrong with a folder that holds none', async () => {
    const shown = await load(/oci-layout|cannot be read/, { type: 'open', file: folders.path('nothing') });
    assert.ok(shown.some((line) => line.includes('cannot be read')));
  });

  it('are told apart by what they are for and how large they are, where they have no name', () => {
    const [mediaType, digest, name] = [ociManifest, digestOf(Buffer.from('')), undefined];
    const image = { ...{ mediaType, digest, name }, size: 500, platforms: [], content: 1_234_567 };
    assert.equal(descriptionOf(image), 'image · 1.2 MB');
    const signed = descriptionOf({ ...image, signatures: 2 });
    assert.equal(signed, 'image · 1.2 MB · signatures, not checked: 2');
    const systems = ['amd64', 'arm64', 'arm', 's390x', 'riscv64'];
    const platforms = [...systems, ...systems].map((architecture) => ({ os: 'linux', architecture }));
    const index = { ...image, mediaType: ociIndex, platforms, content: undefined };
    assert.equal(descriptionOf(index), 'index · linux/amd64, linux/arm64, linux/arm, linux/s390x, …');
  });

  it('have a folder of their own name suggested', () => {
    assert.equal(folderName('ghcr.io/acme/team/app:1.0'), 'app-1-0');
    assert.equal(folderName(`ghcr.io/acme/app@sha256:${'a'.repeat(64)}`), 'app-aaaaaaaaaaaa');
  });
});
