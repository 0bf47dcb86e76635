// Remove Signatures as a person goes through it, with the real engine, on the demo registry.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EngineError } from '../../src/engine/errors.ts';
import type { Digest } from '../../src/engine/oci/digest.ts';
import { removeSignatures } from '../../src/host/commands/removeSignatures.ts';
import { sign } from '../../src/host/commands/sign.ts';
import { verify } from '../../src/host/commands/verify.ts';
import type { Answer } from '../support/vscode/person.ts';
import { reportOf } from '../support/reports.ts';
import { played } from './flowHost.ts';
import { confirm, password, pick, signScene, type SignScene } from './signScene.ts';

const plan = /Remove These Signatures/;
const remove = pick(/^Remove$/, plan);
const which = /Which Signatures/;

function image(scene: SignScene): Answer {
  return { type: 'text', about: /Remove Signatures/, text: `${scene.address}/demo/unsigned:1.0` };
}

async function signedBy(scene: SignScene, ...labels: readonly string[]): Promise<void> {
  for (const label of labels) if (label !== 'release') await scene.flow.addKey(label, 'word');
  for (const label of labels) {
    const key = labels.length > 1 ? [pick(new RegExp(`^${label}`), /Which Key/)] : [];
    await played(
      () => sign(scene.flow.host, undefined),
      /is signed by/,
      ...[scene.image(), ...key, confirm, password('word')],
    );
  }
}

describe('Remove Signatures', () => {
  const scene = signScene();

  it('shows tag, digest and credential, removes what stands there, and drops the verdict [S18] [V1]', async () => {
    await signedBy(scene, 'release');
    await played(() => verify(scene.flow.host, undefined), /is verified/, {
      ...{ type: 'text', about: /Verify Image/, text: `${scene.address}/demo/unsigned:1.0` },
    });
    const [tag] = scene.signatureTags();
    const list = scene.registry.state.repositories.get('demo/unsigned')?.tags.get(tag ?? '');
    const digest = scene.registry.state.repositories.get('demo/unsigned')?.tags.get('1.0') ?? '';
    const repository = `${scene.address}/demo/unsigned`;
    assert.ok(scene.flow.host.reports.find(repository, digest) !== undefined);
    const shown = await played(
      () => removeSignatures(scene.flow.host, undefined),
      /Removed 1 signature/,
      image(scene),
      remove,
    );
    assert.match(shown.join('\n'), /Deleted, nothing would be left: sha256-[0-9a-f]{12}….sig/);
    assert.ok(shown.join('\n').includes(list ?? '?'), 'the digest of the list is not shown');
    assert.match(shown.join('\n'), /Credential: anonymous/);
    assert.deepEqual(scene.signatureTags(), []);
    assert.ok(scene.registry.state.repositories.get('demo/unsigned')?.tags.has('1.0'));
    assert.equal(scene.flow.host.reports.find(repository, digest), undefined);
  });

  it('drops the verdict where others kept writing, too: what stands there may be another list [S18]', async () => {
    await signedBy(scene, 'release');
    const repository = `${scene.address}/demo/unsigned`;
    const digest = scene.registry.state.repositories.get('demo/unsigned')?.tags.get('1.0') as Digest;
    for (const code of ['not-removed', 'removal-not-confirmed'] as const) {
      await scene.use(() => ({
        runRemove: () =>
          Promise.reject(new EngineError(code, { place: repository, reason: 'others-keep-writing' })),
      }));
      scene.flow.host.reports.keep({ ...reportOf('verified'), repository, digest });
      const shown = await played(
        () => removeSignatures(scene.flow.host, undefined),
        /others keep writing over it/,
        ...[image(scene), remove],
      );
      assert.ok(shown.length > 0);
      assert.equal(scene.flow.host.reports.find(repository, digest), undefined, code);
    }
  });

  it('writes to the log why a list was left, in a way that cannot paint it [S21]', async () => {
    await signedBy(scene, 'release');
    const details = { host: 'x\u202ey', reason: 'refused', message: '' } as const;
    await scene.use(() => ({
      runRemove: ({ lists }) =>
        Promise.resolve({
          lists: lists.map(({ repository, tag, subject }) => ({
            ...{ repository, tag, subject, outcome: 'failed', removed: 0, left: 1, told: true },
            ...{ unconfirmed: undefined, failure: { code: 'unreachable', details } },
          })),
        }),
    }));
    await played(() => removeSignatures(scene.flow.host, undefined), /failed/, image(scene), remove);
    const [line] = scene.flow.logged.filter((text) => text.includes('unreachable'));
    assert.match(line ?? '', /^removing from .*demo\/unsigned:sha256-.*x<U\+202E>y/);
  });

  it('removes nothing where the person leaves the plan, or only looks at its lines [S38] [V1]', async () => {
    await signedBy(scene, 'release');
    await played(
      () => removeSignatures(scene.flow.host, undefined),
      plan,
      image(scene),
      pick(/^The image itself stays/, plan),
      { type: 'pick', about: plan, label: undefined },
    );
    assert.equal(scene.signatureTags().length, 1);
    assert.equal(scene.registry.requests.filter(({ method }) => method === 'DELETE').length, 0);
  });

  it('takes no argument of others for more than nothing [S38]', async () => {
    await signedBy(scene, 'release');
    const [tag] = scene.signatureTags();
    const foreign = {
      kind: 'signatureTag',
      repository: `${scene.address}/demo/unsigned`,
      tag,
      confirmed: true,
    };
    for (const argument of [
      foreign,
      `${scene.address}/demo/unsigned:1.0`,
      vscode.Uri.parse('countersign:/x'),
    ]) {
      const giveUp: Answer = { type: 'text', about: /Remove Signatures/, text: undefined };
      await played(() => removeSignatures(scene.flow.host, argument), /Remove Signatures/, giveUp);
    }
    assert.equal(scene.signatureTags().length, 1);
  });

  it('leaves an empty list where the person wants that', async () => {
    await signedBy(scene, 'release');
    await played(
      () => removeSignatures(scene.flow.host, undefined),
      /is an empty list now/,
      image(scene),
      pick(/^Deleted, nothing would be left/, plan),
      remove,
    );
    assert.equal(scene.signatureTags().length, 1);
  });

  it('says that nothing is there to be removed', async () => {
    const shown = await played(
      () => removeSignatures(scene.flow.host, undefined),
      /Nothing to Remove/,
      image(scene),
      pick(/^Close$/, /Nothing to Remove/),
    );
    assert.match(shown.join('\n'), /No signature in \.sig tags was found\./);
  });

  it('shows a new plan where somebody signed meanwhile, and keeps what came [N7]', async () => {
    await signedBy(scene, 'release');
    let runs = 0;
    await scene.use((real) => ({
      runRemove: async (...asked) => {
        runs += 1;
        if (runs === 1) {
          const tags = scene.registry.state.repositories.get('demo/unsigned')?.tags;
          const [tag] = scene.signatureTags();
          // Somebody else's list stands there now.
          tags?.set(tag ?? '', tags.get('1.0') ?? '');
        }
        return real.runRemove(...asked);
      },
    }));
    const shown = await played(
      () => removeSignatures(scene.flow.host, undefined),
      /Nothing to Remove/,
      ...[image(scene), remove, pick(/^Close$/, /Nothing to Remove/)],
    );
    assert.match(shown.join('\n'), /are not those that the plan showed any more/);
    assert.equal(scene.signatureTags().length, 1);
  });

  it('asks which of several, names those by own keys, and leaves the others', async () => {
    await signedBy(scene, 'release', 'other');
    const shown = await played(
      () => removeSignatures(scene.flow.host, undefined),
      /Removed 1 signature; one is left/,
      ...[image(scene), pick(/^Those by other/, which), remove],
    );
    assert.match(shown.join('\n'), /Written again without 1 of 2/);
    await played(() => verify(scene.flow.host, undefined), /is verified by your own key release/, {
      type: 'text',
      about: /Verify Image/,
      text: `${scene.address}/demo/unsigned:1.0`,
    });
  });
});

describe('Remove Signatures at a registry that deletes nothing', () => {
  const scene = signScene({ deleteRefused: true });

  it('says so with what would switch it on, and plans an empty list instead', async () => {
    await signedBy(scene, 'release');
    const shown = await played(
      () => removeSignatures(scene.flow.host, undefined),
      /is an empty list now/,
      ...[image(scene), remove, remove],
    );
    assert.match(shown.join('\n'), /REGISTRY_STORAGE_DELETE_ENABLED=true/);
    assert.match(shown.join('\n'), /This registry deletes nothing\. cosign reads it as not signed\./);
  });

  it('removes nothing where that is not wanted', async () => {
    await signedBy(scene, 'release');
    await played(
      () => removeSignatures(scene.flow.host, undefined),
      /deletes nothing/,
      ...[image(scene), remove, { type: 'pick', about: plan, label: undefined } as const],
    );
    assert.equal(scene.signatureTags().length, 1);
  });
});
