// Copy Image with Signatures in VS Code: what is asked, what the plan shows, what Cancel and a changed plan do.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EngineError } from '../../src/engine/errors.ts';
import type { Digest } from '../../src/engine/oci/digest.ts';
import { copyImage, isItself, suggestTarget } from '../../src/host/commands/copyImage.ts';
import type { Answer } from '../support/vscode/person.ts';
import { reportOf } from '../support/reports.ts';
import { until } from '../support/until.ts';
import { played } from './flowHost.ts';
import { signScene } from './signScene.ts';

describe('Copy Image with Signatures', () => {
  const scene = signScene();
  const source = (name = 'app:1.0'): Answer => ({
    type: 'text',
    about: /The image to copy/,
    text: `${scene.address}/demo/${name}`,
  });
  const target = (name?: string): Answer => ({
    type: 'text',
    about: /Where to copy/,
    text: name === undefined ? undefined : `${scene.address}/${name}`,
  });
  const pick = (label: RegExp | undefined): Answer => ({ type: 'pick', about: /Copy This Image/, label });
  const run = (until: RegExp, ...answers: readonly Answer[]): Promise<readonly string[]> =>
    played(() => copyImage(scene.flow.host, undefined), until, ...answers);
  const tagsAt = (repository: string): string[] =>
    [...(scene.registry.state.repositories.get(repository)?.tags.keys() ?? [])].sort();

  it('asks where to, shows everything that goes, copies it, and copies its reference', async () => {
    await vscode.env.clipboard.writeText('');
    const shown = await run(/^Copied to/, source(), target('new/app'), pick(/^Copy$/), {
      type: 'button',
      about: /^Copied to/,
      button: 'Copy Reference',
    });
    const signed = tagsAt('demo/app').filter((tag) => tag === '1.0' || tag.endsWith('.sig'));
    assert.ok(signed.length > 1);
    for (const tag of tagsAt('new/app')) assert.ok(tagsAt('demo/app').includes(tag), tag);
    assert.ok(tagsAt('new/app').includes('1.0'));
    assert.ok(tagsAt('new/app').some((tag) => tag.endsWith('.sig')));
    assert.ok(shown.some((line) => line.startsWith('Signatures ')));
    assert.ok(shown.some((line) => line.includes('Credential to write')));
    const copied = `${scene.address}/new/app:1.0`;
    await until(async () => (await vscode.env.clipboard.readText()) === copied);
  });

  it('writes nothing where the person gives up at the target or at the plan [S38]', async () => {
    await run(/Where to copy/, source(), target());
    await run(/Copy This Image/, source(), target('new/app'), pick(undefined));
    assert.equal(scene.writes(), 0);
  });

  it('makes a new plan for another target', async () => {
    await run(
      /^Copied to/,
      source(),
      target('new/app'),
      pick(/^To /),
      target('other/app:2.0'),
      pick(/^Copy$/),
    );
    assert.deepEqual(tagsAt('new/app'), []);
    assert.ok(tagsAt('other/app').includes('2.0'));
  });

  it('says that a tag would move, and shows a new plan where it moved meanwhile', async () => {
    let runs = 0;
    await scene.use((real) => ({
      runCopy: (plan, ...rest) => {
        runs += 1;
        if (runs > 1) return real.runCopy(plan, ...rest);
        throw new EngineError('plan-changed', { what: 'tag', place: 'ghcr.io/acme/app:1.0' });
      },
    }));
    const shown = await run(
      /^Copied to/,
      source('unsigned:1.0'),
      target('demo/app:1.0'),
      pick(/^Copy$/),
      pick(/^Copy$/),
    );
    assert.ok(shown.some((line) => line.includes('The tag moves: from sha256:')));
    assert.ok(shown.some((line) => line.startsWith('The tag was not set')));
    assert.equal(runs, 2);
  });

  it('says what a cancel left behind [U13]', async () => {
    await scene.use(() => ({
      runCopy: (_plan, watch) => {
        watch.progress({ step: 'manifests', bytes: 1, ofBytes: 1, manifests: 2, ofManifests: 5 });
        throw new EngineError('cancelled', { what: 'writing a manifest' });
      },
    }));
    const shown = await run(/^Cancelled/, source(), target('new/app'), pick(/^Copy$/));
    assert.ok(shown.some((line) => line.startsWith('Cancelled. 2 of 5 manifests are in')));
  });

  it('drops what was said of the target’s images however the run ended, and nothing before it began [S18]', async () => {
    const ends = [
      [new EngineError('cancelled', { what: 'writing a manifest' }), /^Cancelled/],
      [new EngineError('copy-not-confirmed', { place: 'x', digest: '', reason: 'nothing-there' }), /2 of 5/],
      [new EngineError('plan-changed', { what: 'tag', place: 'x:1' }), /The tag was not set/],
    ] as const;
    for (const begins of [true, false]) {
      for (const [failure, words] of ends) {
        let digests: readonly Digest[] = [];
        const kept = (): number =>
          digests.filter((digest) => scene.flow.host.reports.find(`${scene.address}/new/app`, digest)).length;
        await scene.use(() => ({
          runCopy: (plan, watch) => {
            digests = plan.manifests.flatMap(({ digest, of }) => (of === undefined ? [digest] : []));
            const { repository } = plan.target;
            for (const digest of digests)
              scene.flow.host.reports.keep({ ...reportOf('unsigned'), repository, digest });
            const progress = { bytes: 1, ofBytes: 1, manifests: 2, ofManifests: 5 } as const;
            if (begins) watch.progress({ ...progress, step: 'manifests' });
            throw failure;
          },
        }));
        const isAgain = failure.code === 'plan-changed';
        const answers = [source(), target('new/app'), pick(/^Copy$/), ...(isAgain ? [pick(undefined)] : [])];
        await run(begins || isAgain || failure.code === 'cancelled' ? words : /./, ...answers);
        assert.ok(digests.length > 0);
        assert.equal(kept(), begins ? 0 : digests.length, failure.code);
      }
    }
  });

  it('drops what was verified while signatures at the target were lost [S18]', async () => {
    let found: Digest | undefined;
    const kept = (): boolean =>
      found !== undefined && scene.flow.host.reports.find(`${scene.address}/new/app`, found) !== undefined;
    await scene.use((real) => ({
      runCopy: async (plan, watch, signal) => {
        const result = await real.runCopy(plan, watch, signal);
        const { digest, repository } = result;
        setTimeout(() => {
          found = digest;
          scene.flow.host.reports.keep({ ...reportOf('verified'), repository, digest });
          assert.ok(kept());
          const place = `${repository}:sha256-${digest.slice(7)}.sig`;
          watch.laterLook({ place, outcome: 'removed-by-others' });
        }, 50);
        return result;
      },
    }));
    await run(/^What was written into/, source(), target('new/app'), pick(/^Copy$/));
    assert.ok(found !== undefined && !kept());
  });

  it('knows when the target is the image itself', () => {
    const from = 'ghcr.io/acme/app:1.0';
    for (const same of [from, 'ghcr.io/acme/app']) assert.ok(isItself(from, same), same);
    for (const other of ['ghcr.io/acme/app:2.0', 'ghcr.io/acme/app2', 'quay.io/acme/app:1.0'])
      assert.ok(!isItself(from, other), other);
  });

  it('suggests the image’s own name in the folder that was copied to last', () => {
    assert.equal(suggestTarget('ghcr.io/acme/app:1.0', 'quay.io/team/sub/old:2'), 'quay.io/team/sub/app:1.0');
    assert.equal(
      suggestTarget(`docker.io/library/nginx@sha256:${'a'.repeat(64)}`, 'docker.io/library/nginx'),
      'docker.io/library/nginx',
    );
  });
});
