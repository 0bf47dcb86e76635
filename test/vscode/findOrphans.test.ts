// Find Orphaned Signatures as a person goes through it, with the real engine, on the demo registry.
import assert from 'node:assert/strict';
import { EngineError } from '../../src/engine/errors.ts';
import type { OrphanFinding } from '../../src/engine/removePlan.ts';
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
    assert.match(shown.join('\n'), /In none of localhost:\d+\/demo\/orphan: sha256:[0-9a-f]{12}…/);
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

  /** The first page of the real search, and then this error. */
  async function endsWith(error: EngineError): Promise<void> {
    await scene.use((real) => ({
      async *findOrphans(...asked) {
        for await (const page of real.findOrphans(...asked)) {
          yield page;
          break;
        }
        throw error;
      },
    }));
  }

  it('shows what it found until it was cancelled, says that it is not all, and removes from it', async () => {
    await endsWith(new EngineError('cancelled', { what: 'looking for orphans' }));
    const shown = await played(
      () => findOrphans(scene.flow.host, undefined),
      /Removed 1 signature/,
      ...[repository('demo/orphan'), pick(/^sha256-/, /\(Incomplete\)/), pick(/^Remove$/, plan)],
    );
    assert.match(shown.join('\n'), /Cancelled; not all of .* was looked at\./);
  });

  it('says that it was cancelled where nothing was found so far', async () => {
    await endsWith(new EngineError('cancelled', { what: 'looking for orphans' }));
    const shown = await played(
      () => findOrphans(scene.flow.host, undefined),
      /Cancelled/,
      repository('demo/app'),
    );
    assert.match(shown.join('\n'), /Cancelled; not all .* No orphaned signature was found so far/);
  });

  it('shows what it found before it failed, and the failure', async () => {
    await endsWith(
      new EngineError('unreachable', { host: 'registry.example', reason: 'refused', message: '' }),
    );
    const shown = await played(
      () => findOrphans(scene.flow.host, undefined),
      list,
      ...[repository('demo/orphan'), { type: 'pick', about: list, label: undefined } as const],
    );
    assert.match(shown.join('\n'), /\(Incomplete\)/);
    assert.match(shown.join('\n'), /registry\.example/);
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

  it('writes to the log what nobody can tell of, in a way that cannot paint it [S21]', async () => {
    const details = { host: 'x\u202ey', reason: 'refused', message: '' } as const;
    const finding: OrphanFinding = {
      ...{ tag: `sha256-${'d'.repeat(64)}.sig`, subject: `sha256:${'d'.repeat(64)}` },
      ...{ state: 'cannot-tell', looked: [], signatures: 0 },
      why: { code: 'list-not-readable', failure: { code: 'unreachable', details } },
    };
    await scene.use(() => ({
      async *findOrphans() {
        yield await Promise.resolve({ findings: [finding], done: 1, listed: 1, complete: true });
      },
    }));
    await played(() => findOrphans(scene.flow.host, undefined), /nobody can tell/, repository('demo/orphan'));
    const [line] = scene.flow.logged.filter((text) => text.includes('unreachable'));
    assert.match(line ?? '', /^cannot tell of .*demo\/orphan:sha256-d+\.sig: .*x<U\+202E>y/);
  });

  it('takes no argument of others [S38]', async () => {
    const giveUp: Answer = { type: 'text', about: /Find Orphaned Signatures/, text: undefined };
    const foreign = { kind: 'repository', repository: `${scene.address}/demo/orphan` };
    await played(() => findOrphans(scene.flow.host, foreign), /Find Orphaned/, giveUp);
    assert.deepEqual(scene.registry.requests, []);
  });
});
