// Find Orphaned Signatures as a person goes through it, with the real engine, on the demo registry.
import assert from 'node:assert/strict';
import { findOrphans } from '../../src/host/commands/findOrphans.ts';
import type { Answer } from '../support/vscode/person.ts';
import { played } from './flowHost.ts';
import { pick, signScene } from './signScene.ts';

const plan = /Remove These Signatures/;
const list = /Orphaned Signatures in/;

describe('Find Orphaned Signatures', () => {
  const scene = signScene();
  const repository = (path: string): Answer => ({
    type: 'text',
    about: /Find Orphaned Signatures/,
    text: `${scene.address}/${path}`,
  });

  it('finds the one whose image is gone, says where it looked, and removes it by a plan', async () => {
    const [tag] = scene.signatureTags('demo/orphan');
    const shown = await played(
      () => findOrphans(scene.flow.host, undefined),
      /Removed 1 signature/,
      ...[repository('demo/orphan'), pick(/^sha256-/, list), pick(/^Remove$/, plan)],
    );
    assert.match(shown.join('\n'), /is in none of localhost:\d+\/demo\/orphan/);
    assert.ok(tag !== undefined && !scene.signatureTags('demo/orphan').includes(tag));
  });

  it('removes nothing where none was chosen', async () => {
    await played(
      () => findOrphans(scene.flow.host, undefined),
      list,
      ...[repository('demo/orphan'), { type: 'pick', about: list, label: undefined } as const],
    );
    assert.equal(scene.signatureTags('demo/orphan').length, 1);
  });

  it('says that there is none where every image is there', async () => {
    const shown = await played(
      () => findOrphans(scene.flow.host, undefined),
      /No orphaned signature was found/,
      repository('demo/app'),
    );
    assert.ok(!shown.some((line) => line.includes('nobody can tell')));
  });

  it('shows what nobody can tell of with the reason, and lets nobody choose it [S33]', async () => {
    const { tags } = scene.registry.state.repositories.get('demo/orphan') ?? {};
    const [tag] = scene.signatureTags('demo/orphan');
    const doubtful = `sha256-${'d'.repeat(64)}.sig`;
    tags?.set(doubtful, tags.get(tag ?? '') ?? '');
    const shown = await played(
      () => findOrphans(scene.flow.host, undefined),
      /Cannot tell of/,
      ...[repository('demo/orphan'), pick(/./, list), pick(/^Remove$/, plan)],
    );
    assert.match(
      shown.join('\n'),
      /Cannot tell of sha256-dddddddddddd….sig: a signature in it is for another image/,
    );
    assert.deepEqual(scene.signatureTags('demo/orphan'), [doubtful]);
  });

  it('takes no argument of others [S38]', async () => {
    const giveUp: Answer = { type: 'text', about: /Find Orphaned Signatures/, text: undefined };
    const foreign = { kind: 'repository', repository: `${scene.address}/demo/orphan` };
    await played(() => findOrphans(scene.flow.host, foreign), /Find Orphaned/, giveUp);
    assert.deepEqual(scene.registry.requests, []);
  });
});
