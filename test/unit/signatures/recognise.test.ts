// What a referrer's manifest holds.
import assert from 'node:assert/strict';
import { parseManifest } from '../../../src/engine/oci/manifest.ts';
import { recogniseReferrer } from '../../../src/engine/signatures/recognise.ts';
import type { RecognisedReferrer } from '../../../src/engine/signatures/recognise.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const bundle = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const emptyConfig = 'application/vnd.oci.empty.v1+json';
const simple = 'application/vnd.dev.cosign.simplesigning.v1+json';
const envelope = 'application/vnd.dsse.envelope.v1+json';

function recognise(config: string, layers: readonly string[], more: object = {}): RecognisedReferrer {
  const describe = (mediaType: string): object => ({ mediaType, size: 1, digest });
  const body = { schemaVersion: 2, config: describe(config), layers: layers.map(describe), ...more };
  const manifest = parseManifest(new TextEncoder().encode(JSON.stringify(body)));
  assert.equal(manifest.kind, 'image', JSON.stringify(manifest));
  return recogniseReferrer(manifest);
}

describe('recognising a referrer', () => {
  it('sees a bundle by its layer, whatever the artifact type says', () => {
    for (const more of [
      {},
      { artifactType: bundle },
      { artifactType: emptyConfig },
      { artifactType: 'x/y' },
    ]) {
      assert.equal(recognise(emptyConfig, [bundle], more).format, 'bundle');
    }
    assert.equal(
      recognise(emptyConfig, ['application/vnd.dev.sigstore.bundle+json;version=0.2']).format,
      'bundle',
    );
    assert.equal(recognise(emptyConfig, ['x/other', bundle]).mediaType, bundle);
  });

  it('takes nothing for a bundle by the artifact type alone', () => {
    assert.deepEqual(recognise(emptyConfig, ['x/other'], { artifactType: bundle }), {
      format: 'other',
      mediaType: bundle,
      claimedPredicateType: undefined,
    });
    assert.equal(recognise(emptyConfig, ['application/vnd.dev.sigstore.bundles']).format, 'other');
  });

  it('sees cosign’s experimental signature by its layers or its config', () => {
    const artifact = 'application/vnd.dev.cosign.artifact.sig.v1+json';
    assert.equal(recognise(artifact, [simple]).format, 'simple-signing');
    assert.equal(recognise(artifact, []).format, 'simple-signing');
    assert.equal(recognise(emptyConfig, [simple]).format, 'simple-signing');
  });

  it('sees bare attestations, and lets what may be a signature win over them', () => {
    assert.equal(recognise(emptyConfig, [envelope]).format, 'attestation');
    assert.equal(recognise(emptyConfig, [envelope, simple]).format, 'simple-signing');
    assert.equal(recognise(emptyConfig, [envelope, bundle]).format, 'bundle');
  });

  it('passes the predicate type on as a claim', () => {
    const annotations = { 'dev.sigstore.bundle.predicateType': 'https://slsa.dev/provenance/v1' };
    assert.equal(
      recognise(emptyConfig, [bundle], { annotations }).claimedPredicateType,
      'https://slsa.dev/provenance/v1',
    );
  });

  it('shows the best name of anything else', () => {
    assert.equal(recognise('x/config', ['x/layer'], { artifactType: 'x/artifact' }).mediaType, 'x/artifact');
    assert.equal(recognise('x/config', ['x/layer']).mediaType, 'x/layer');
    assert.equal(recognise('x/config', []).mediaType, 'x/config');
  });
});
