// Verify Saved Image in VS Code: what is asked, what is told of a folder that is not whole, and what its report does.
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import * as vscode from 'vscode';
import { referenceOfArgument } from '../../src/host/commands/askReference.ts';
import { copyCosignCommand } from '../../src/host/commands/copyCosignCommand.ts';
import { copyDigest } from '../../src/host/commands/copyDigest.ts';
import { trustSigner } from '../../src/host/commands/trustSigner.ts';
import { verify } from '../../src/host/commands/verify.ts';
import { verifySaved } from '../../src/host/commands/verifySaved.ts';
import { savedReportAddress } from '../../src/host/report/documents.ts';
import { blobFile, indexOf, namedIn, saveImage, useFolders } from '../support/saved.ts';
import { until } from '../support/until.ts';
import { playPerson, type Answer, type Person } from '../support/vscode/person.ts';
import { played } from './flowHost.ts';
import { signScene } from './signScene.ts';

describe('Saved images that are verified', () => {
  const scene = signScene();
  const folders = useFolders();
  const text = (about: RegExp, name: string | undefined): Answer => ({ type: 'text', about, text: name });
  const leave: Answer = { type: 'pick', about: /Trust Which Key/, label: undefined };
  const saved = async (): Promise<string> => {
    const folder = folders.path();
    await saveImage(scene.flow.host.engine(), `${scene.address}/demo/app:1.0`, folder);
    return folder;
  };

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
    await played(() => trustSigner(host, uri), /Trust Which/, leave);
    assert.equal(host.reports.imageOf(uri)?.report?.savedIn, folder);
    assert.equal(scene.registry.requests.length, before);
    assert.equal(referenceOfArgument(host, uri), undefined);

    // From the Command Palette, the report in sight counts.
    await vscode.commands.executeCommand('vscode.openWith', uri, 'vscode.markdown.preview.editor');
    try {
      await until(() => host.reports.active() !== undefined);
      await played(() => trustSigner(host, undefined), /Trust Which/, leave);
      const later: Answer = { type: 'pick', about: /Which Public Key File/, label: /^Fill it in later$/ };
      await played(() => copyCosignCommand(host, undefined), /Of the folder, cosign verifies/, later);
      const command = await vscode.env.clipboard.readText();
      assert.match(command, /^cosign verify --key \S+ --insecure-ignore-tlog --local-image /);
      assert.ok(command.endsWith(folder));
      host.reports.dropAll();
      await played(() => verify(host, undefined), /in the folder/);
      assert.equal(host.reports.active()?.report?.savedIn, folder);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
    assert.equal(scene.registry.requests.length, before);
  });

  it('show while they are hashed how much of them is', async () => {
    const folder = await saved();
    await scene.use((real) => ({
      verify: async (request, signal, watch) => {
        watch?.({ bytes: 1_500_000_000, ofBytes: 3_000_000_000 });
        await new Promise((resolve) => setTimeout(resolve, 400)); // what is done sooner shows no progress
        return real.verify(request, signal, watch);
      },
    }));
    const steps: string[] = [];
    const window = vscode.window as unknown as Record<string, unknown>;
    const before = window['withProgress'];
    type Task = (progress: { report(step: { message: string }): void }, token: object) => unknown;
    window['withProgress'] = (_options: unknown, task: Task) =>
      task(
        { report: ({ message }) => void steps.push(message) },
        { onCancellationRequested: () => ({ dispose: () => undefined }) },
      );
    const which = text(/Which image it is to be/, `${scene.address}/demo/app`);
    try {
      await played(
        () => verifySaved(scene.flow.host),
        /in the folder/,
        { type: 'open', file: folder },
        which,
      );
    } finally {
      window['withProgress'] = before;
    }
    assert.equal(steps[0], '1.5 GB of 3.0 GB');
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
});
