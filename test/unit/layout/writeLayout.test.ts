// What index.json says that a saved image is called.
import assert from 'node:assert/strict';
import type { CopyManifest } from '../../../src/engine/copyPlan.ts';
import { layoutIndex } from '../../../src/engine/layout/writeLayout.ts';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import { parseManifest } from '../../../src/engine/oci/manifest.ts';
import { ociIndex, ociManifest } from '../../../src/engine/oci/mediaTypes.ts';
import { image } from '../../support/layouts.ts';

describe('the index of a saved image', () => {
  const digest = digestOf(image);
  const manifest: CopyManifest = {
    ...{ digest, bytes: image, mediaType: ociManifest, part: 'image', of: undefined, label: '' },
    ...{ repository: '', blobs: [], foreign: 0, refersTo: [] },
  };
  const nameOf = (repository: string, tag: string | undefined): string | undefined => {
    const index = parseManifest(layoutIndex([manifest], digest, { repository, tag }), ociIndex);
    assert.equal(index.kind, 'index');
    return index.manifests[0]?.annotations?.['io.containerd.image.name'];
  };

  it('names Docker Hub as containerd and Docker look for it', () => {
    assert.equal(nameOf('index.docker.io/library/nginx', '1.27'), 'docker.io/library/nginx:1.27');
    assert.equal(nameOf('index.docker.io/acme/app', undefined), `docker.io/acme/app@${digest}`);
    assert.equal(nameOf('index.docker.io.example/a/b', '1'), 'index.docker.io.example/a/b:1');
    assert.equal(nameOf('ghcr.io/index.docker.io/app', '1'), 'ghcr.io/index.docker.io/app:1');
  });
});
