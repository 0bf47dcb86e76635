// Every row has an id of its own, whatever a registry lists: VS Code shows no row of a level where two share one (V9).
import assert from 'node:assert/strict';
import type { EngineApi } from '../../../../src/engine/api.ts';
import type { Place } from '../../../../src/engine/verdict.ts';
import type { TreeContext } from '../../../../src/host/tree/context.ts';
import type { TreeNode } from '../../../../src/host/tree/nodes.ts';
import '../../../support/plainVscode.ts';
import { signature } from '../../../support/reports.ts';

const { newTagNode } = await import('../../../../src/host/tree/tagNode.ts');

const repository = 'ghcr.io/acme/app';
const digest = `sha256:${'a'.repeat(64)}` as const;
const manifest = `sha256:${'d'.repeat(64)}` as const;
const api: Place = { kind: 'referrers-api', role: 'own', repository, target: digest, required: true };
const parent = { kind: 'repository', id: 'repository', registry: 'ghcr.io' } as TreeNode;

const engine = {
  inspectImage: () => {
    const child = { digest: manifest, platform: { os: 'linux', architecture: 'amd64' } };
    return Promise.resolve({ repository, digest, mediaType: '', size: 1, children: [child, child] });
  },
  inspectSignatures: () => {
    const found = { ...signature('not-judged', { format: 'bundle' }), place: api };
    return Promise.resolve({
      digest,
      places: [{ place: api, outcome: 'found', manifest, count: 2 }],
      signatures: [found, found],
    });
  },
} as unknown as EngineApi;

const context: TreeContext = {
  engine: () => engine,
  findReport: () => undefined,
  learnedDigest: () => undefined,
  signatureSettings: () =>
    Promise.resolve({ signatureRepository: undefined, layout: undefined, legacyMediaTypes: undefined }),
  couldNotCheck: () => undefined,
  readerInUse: () => undefined,
  showsSignatureTags: () => false,
  tagOrder: () => 'version',
  isPinned: () => false,
  used: () => undefined,
  now: () => 0,
  redraw: () => undefined,
  settle: () => undefined,
};

const listed = { digestOf: () => undefined, dateOf: () => undefined, beside: () => [] };

describe('the rows below a tag', () => {
  it('have ids of their own where an index or a list of referrers names the same thing twice [V9]', async () => {
    const tag = newTagNode(context, parent, repository, '1.0', listed);
    const rows = (await tag.children?.(new AbortController().signal)) ?? [];
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['signature', 'signature', 'platform', 'platform'],
    );
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
  });
});
