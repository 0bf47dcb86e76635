// The index of a folder with saved images: what is left out of it is counted, and nothing else of it is lost or moved.
import assert from 'node:assert/strict';
import { wordsOf } from '../../../src/engine/layout/leftOut.ts';
import { readIndex } from '../../../src/engine/layout/readIndex.ts';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import { ociIndex, ociManifest } from '../../../src/engine/oci/mediaTypes.ts';
import { signatureTag } from '../../../src/engine/signatures/tags.ts';
import { jsonSeed, mutateJson } from '../mutateJson.ts';
import type { Parser } from '../parser.ts';

const digest = digestOf(Uint8Array.of());
const refName = 'org.opencontainers.image.ref.name';
const entry = (annotations: Readonly<Record<string, string>>, more: object = {}): object => ({
  ...{ mediaType: ociManifest, size: 2, digest, annotations },
  ...more,
});
const seed = jsonSeed(
  JSON.stringify({
    ...{ schemaVersion: 2, mediaType: ociIndex },
    manifests: [
      entry({ [refName]: '1.0', kind: 'dev.cosignproject.cosign/image' }),
      entry({ [refName]: signatureTag(digest), kind: 'dev.cosignproject.cosign/sigs' }),
      entry({ [refName]: '2.0' }, { digest: `sha512:${'a'.repeat(128)}` }),
    ],
  }),
);
const words = [
  ...['schemaVersion', 'mediaType', 'manifests', 'annotations', 'digest', 'size', 'artifactType', 'kind'],
  ...['Manifests', 'layers', 'config', 'subject', refName, digest, ociIndex],
];

export const savedIndexParser: Parser = {
  name: 'indexes of saved images',
  inputs: 15_000,
  make: (random) => new TextEncoder().encode(mutateJson(random, seed, words)),
  check: (bytes: Uint8Array) => {
    const index = readIndex(bytes);
    if ('problem' in index) return 'refused';
    const plain = JSON.parse(new TextDecoder().decode(bytes)) as { readonly manifests?: unknown[] | null };
    const left = index.unreadable.map(({ source }) => JSON.stringify(JSON.parse(source)));
    const kept: unknown[] = [];
    for (const one of plain.manifests ?? []) {
      if (left[0] === JSON.stringify(one)) left.shift();
      else kept.push(one);
    }
    assert.deepEqual(left, []);
    assert.deepEqual(
      index.entries.map((one) => one.digest),
      kept.map((one) => (one as { readonly digest: unknown }).digest),
    );
    for (const one of index.unreadable) assert.equal(typeof wordsOf(one).isImage, 'boolean');
    return 'taken';
  },
};
