// Save Image with Signatures, Load Image into Registry and Verify Saved Image in VS Code: what is asked, what the plans
// show, what Cancel leaves behind, and what a folder's report is kept apart from.
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import * as vscode from 'vscode';
import { EngineError } from '../../src/engine/errors.ts';
import { digestOf } from '../../src/engine/oci/digest.ts';
import { ociIndex, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import { referenceOfArgument } from '../../src/host/commands/askReference.ts';
import { copyDigest } from '../../src/host/commands/copyDigest.ts';
import { loadImage } from '../../src/host/commands/loadImage.ts';
import { saveImage } from '../../src/host/commands/saveImage.ts';
import { descriptionOf, folderName } from '../../src/host/commands/savedFolder.ts';
import { trustSigner } from '../../src/host/commands/trustSigner.ts';
import { verify } from '../../src/host/commands/verify.ts';
import { verifySaved } from '../../src/host/commands/verifySaved.ts';
import { savedReportAddress } from '../../src/host/report/documents.ts';
import { besides, blobFile, indexOf, isThere, namedIn, useFolders } from '../support/saved.ts';
import { until } from '../support/until.ts';
import { playPerson, type Answer, type Person } from '../support/vscode/person.ts';
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

  it('say what is wrong with a folder that holds none', async () => {
    const shown = await load(/oci-layout|cannot be read/, { type: 'open', file: folders.path('nothing') });
    assert.ok(shown.some((line) => line.includes('cannot be read')));
  });

  it('are verified in their folder, and no registry’s image has that verdict [S18]', async () => {
    const folder = await saved();
    const before = scene.registry.requests.length;
    const repository = `${scene.address}/demo/app`;
    const shown = await played(
      () => verifySaved(scene.flow.host),
      /in the folder/,
      { type: 'open', file: folder },
      text(/Which image it is to be/, repository),
    );
    assert.ok(shown.some((line) => line.includes(`${repository} in the folder ${folder}`)));
    // Enter would take a name that whoever made the folder chose, and with it the rules.
    assert.ok(shown.some((line) => line.includes(`The folder says: ${repository}:1.0`)));
    assert.equal(scene.registry.requests.length, before);
    const digest = indexOf(folder)[0]?.digest ?? '';
    assert.equal(scene.flow.host.reports.find(repository, digest), undefined);
    const report = scene.flow.text(savedReportAddress(folder, repository, digest));
    assert.match(report ?? '', /Read from the folder/);
    scene.flow.host.reports.dropAll();
    const dropped = scene.flow.text(savedReportAddress(folder, repository, digest)) ?? '';
    assert.match(dropped, /^# No longer good/);
    assert.match(dropped, /“Verify Image” in the title .* in the folder/);
    assert.ok(dropped.includes(folder));
  });

  it('are verified again, trusted and copied from the title of their report, in their folder still', async () => {
    const folder = await saved();
    const repository = `${scene.address}/demo/app`;
    const which = text(/Which image it is to be/, repository);
    await played(() => verifySaved(scene.flow.host), /in the folder/, { type: 'open', file: folder }, which);
    const { host } = scene.flow;
    const digest = indexOf(folder)[0]?.digest ?? '';
    const path = savedReportAddress(folder, repository, digest);
    const uri = vscode.Uri.from({ scheme: 'countersign', path });
    const before = scene.registry.requests.length;
    // What happens to the registry's image says nothing of the folder.
    host.reports.drop(repository, digest);
    host.reports.dropEverywhere(digest);
    assert.equal(host.reports.imageOf(uri)?.report?.savedIn, folder);
    await played(() => verify(host, uri), /in the folder/);
    host.reports.dropAll();
    await copyDigest(host, uri);
    assert.equal(await vscode.env.clipboard.readText(), digest);
    await played(() => trustSigner(host, uri), /Trust Which/, pick(undefined, /Trust Which Key/));
    assert.equal(host.reports.imageOf(uri)?.report?.savedIn, folder);
    assert.equal(scene.registry.requests.length, before);
    assert.equal(referenceOfArgument(host, uri), undefined);

    // From the Command Palette, the report in sight counts.
    await vscode.commands.executeCommand('vscode.openWith', uri, 'vscode.markdown.preview.editor');
    try {
      await until(() => host.reports.active() !== undefined);
      await played(() => trustSigner(host, undefined), /Trust Which/, pick(undefined, /Trust Which Key/));
      host.reports.dropAll();
      await played(() => verify(host, undefined), /in the folder/);
      assert.equal(host.reports.active()?.report?.savedIn, folder);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
    assert.equal(scene.registry.requests.length, before);
  });

  it('begin the question of what they are to be with no word of the folder, which Enter would take', async () => {
    const folder = await saved();
    const asked = text(/Which image it is to be/, undefined);
    const person = playPerson({ type: 'open', file: folder }, asked);
    await verifySaved(scene.flow.host);
    person.leave();
    assert.deepEqual(person.offered, ['']);
  });

  it('are a warning with the report in sight where their folder does not hold all of them', async () => {
    const folder = await saved();
    await scene.use((real) => ({
      verify: async (...args) => ({ ...(await real.verify(...args)), verdict: 'verified' }),
    }));
    const digest = indexOf(folder)[0]?.digest ?? '';
    const [part = ''] = namedIn(readFileSync(blobFile(folder, digest)));
    const verifying = async (): Promise<Person> => {
      const which = text(/Which image it is to be/, `${scene.address}/demo/app`);
      const person = playPerson({ type: 'open', file: folder }, which);
      await verifySaved(scene.flow.host);
      await until(() => person.shown.some((line) => line.includes('is verified by')));
      person.leave();
      return person;
    };
    const whole = await verifying();
    assert.deepEqual([whole.warned, scene.flow.opened], [[], []]);
    rmSync(blobFile(folder, part));
    const incomplete = await verifying();
    assert.equal(incomplete.warned.length, 1);
    assert.match(incomplete.warned[0] ?? '', /The folder is not complete/);
    assert.ok(!incomplete.shown.some((line) => line.includes('Trust This Signer')));
    assert.equal(scene.flow.opened.length, 1);
  });

  it('are not verified where the person names another digest than that of the image that was chosen', async () => {
    const folder = await saved();
    const other = `sha256:${'a'.repeat(64)}`;
    const shown = await played(
      () => verifySaved(scene.flow.host),
      /names another image/,
      { type: 'open', file: folder },
      text(/Which image it is to be/, `${scene.address}/demo/app@${other}`),
    );
    const held = indexOf(folder)[0]?.digest ?? 'none';
    assert.ok(shown.some((line) => line.includes(`the one that was chosen is ${held}`)));
    assert.ok(!shown.some((line) => line.includes('in the folder')));
  });

  it('are told apart by what they are for and how large they are, where they have no name', () => {
    const [mediaType, digest, name] = [ociManifest, digestOf(Buffer.from('')), undefined];
    const image = { ...{ mediaType, digest, name }, size: 500, platforms: [], content: 1_234_567 };
    assert.equal(descriptionOf(image), 'image · 1.2 MB');
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
