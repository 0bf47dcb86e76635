// The cells of copies: a signed index with its images and attestations goes from one real registry to another; every
// digest is held against the source's there, and cosign verifies what came.
import assert from 'node:assert/strict';
import type { CopyManifest } from '../../src/engine/copyPlan.ts';
import { digestOf } from '../../src/engine/oci/digest.ts';
import { manifestAt } from '../support/copied.ts';
import { expectAccepted, type Setting } from './cells.ts';
import type { CosignTool } from './cosignTool.ts';
import { newIndexTargets } from './scene.ts';
import type { CopyingTool, Target, ToolKey } from './tool.ts';

/** `.sig` and `.att` tags, and the bundles of cosign 3. */
export async function copies(
  setting: Setting,
  own: CopyingTool,
  signer: { readonly tool: CosignTool; readonly key: ToolKey },
  verifiers: readonly CosignTool[],
  into: string,
): Promise<void> {
  const { cells, registry, signal } = setting;
  const { tool, key } = signer;
  for (const as of tool.title === 'cosign 3' ? (['tag', 'bundle'] as const) : (['tag'] as const)) {
    const what = as === 'tag' ? 'an index, its images and an attestation' : 'an index by bundles';
    const begin = `${tool.title} signs ${what}, countersign copies`;
    const copied = once(async () => {
      const targets = await newIndexTargets(setting.address);
      const [index] = targets;
      assert.ok(index);
      const order = { ...index, key, mediaTypes: 'oci', annotations: [], recursive: true } as const;
      await tool[as === 'tag' ? 'sign' : 'signBundle'](order, signal);
      await tool.attest(order, as, signal);
      // As a bundle cosign 3 signs the index alone, whatever --recursive says (measured: its images have none).
      const signed = as === 'tag' ? targets : [index];
      const manifests = await copyTo(own, into, index, signal);
      return { targets: signed.map((one) => at(into, one)), manifests };
    });
    await cells.run(`${begin}, every digest is equal, ${registry}`, async () => {
      const { targets, manifests } = await copied();
      const wanted = as === 'tag' ? ['attestations', 'signatures'] : ['referrer'];
      for (const part of wanted)
        assert.ok(
          manifests.some((one) => one.part === part),
          `no ${part}`,
        );
      await expectEqual(targets[0]?.signatures ?? '', manifests);
    });
    for (const verifier of verifiers) {
      // cosign 2 finds the bundles, and verifies none without a trusted root, which nothing here needs.
      const cell = as === 'bundle' && verifier.title === 'cosign 2' ? 'expectFailure' : 'run';
      await cells[cell](`${begin}, ${verifier.title} verifies what is signed, ${registry}`, async () => {
        for (const target of (await copied()).targets)
          await expectAccepted(setting, verifier, target, key, []);
      });
      await cells[cell](`${begin}, ${verifier.title} verifies the attestation, ${registry}`, async () => {
        const [index] = (await copied()).targets;
        assert.ok(index);
        const right = await verifier.verifyAttestation({ ...index, key, annotations: [] }, signal);
        assert.ok(right.accepted, right.said);
        const other = { ...index, key: setting.stranger, annotations: [] };
        assert.ok(
          !(await verifier.verifyAttestation(other, signal)).accepted,
          'a stranger’s key was accepted',
        );
      });
    }
  }
}

async function copyTo(
  own: CopyingTool,
  into: string,
  index: Target,
  signal: AbortSignal,
): Promise<readonly CopyManifest[]> {
  return own.copy(index.reference, `${at(into, index).signatures}:copied`, signal);
}

/** The same image in the same repository of another registry. */
function at(address: string, { reference, signatures, ...rest }: Target): Target {
  const other = (text: string): string => `${address}${text.slice(text.indexOf('/'))}`;
  return { ...rest, reference: other(reference), signatures: other(signatures) };
}

/** Every manifest and blob, straight from the target: its bytes hash to the digest that it has at the source. */
async function expectEqual(repository: string, manifests: readonly CopyManifest[]): Promise<void> {
  const slash = repository.indexOf('/');
  for (const { digest, bytes, blobs } of manifests) {
    const there = await manifestAt(repository, digest);
    assert.equal(there?.digest, digest);
    assert.deepEqual(Buffer.from(there.bytes), Buffer.from(bytes));
    for (const blob of blobs) {
      const url = `http://${repository.slice(0, slash)}/v2${repository.slice(slash)}/blobs/${blob.digest}`;
      const answer = await fetch(url);
      assert.equal(digestOf(new Uint8Array(await answer.arrayBuffer())), blob.digest);
    }
  }
}

/** Does it at the first call; every call gets that one's outcome. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= work());
}
