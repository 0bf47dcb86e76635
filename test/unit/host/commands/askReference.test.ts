// Which image a node of the tree means to a command (S38), also where the signature is kept in another repository (S8).
import assert from 'node:assert/strict';
import type { Place } from '../../../../src/engine/verdict.ts';
import type { TreeContext } from '../../../../src/host/tree/context.ts';
import type { TreeNode } from '../../../../src/host/tree/nodes.ts';
import '../../../support/plainVscode.ts';
import { signature } from '../../../support/reports.ts';

const { referenceOfNode } = await import('../../../../src/host/commands/askReference.ts');
const { newKnownSignatureTag } = await import('../../../../src/host/tree/signatureTagNode.ts');

const digest = `sha256:${'a'.repeat(64)}`;
const image = { repository: 'ghcr.io/acme/app', digest };
const place: Place = {
  kind: 'sig-tag',
  role: 'signature-repository',
  repository: 'ghcr.io/acme/sigs',
  target: `sha256-${'a'.repeat(64)}.sig`,
  required: true,
};
const context = {} as TreeContext;
const parent = { kind: 'tag', id: 'tag', registry: 'ghcr.io' } as TreeNode;

describe('the image of a signature', () => {
  it('that is kept in a signature repository is the one it signs, not one of that repository [S8]', async () => {
    const found = [{ ...signature('not-judged'), place }];
    const tag = newKnownSignatureTag(context, parent, image, place, `sha256:${'d'.repeat(64)}`, found);
    assert.equal(referenceOfNode(tag), `ghcr.io/acme/app@${digest}`);
    const [one] = (await tag.children?.(new AbortController().signal)) ?? [];
    assert.ok(one);
    assert.equal(referenceOfNode(one), `ghcr.io/acme/app@${digest}`);
  });
});
