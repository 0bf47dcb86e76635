// Who refers to what in a folder: found by the blobs alone, however they begin.
import assert from 'node:assert/strict';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import { ociManifest } from '../../../src/engine/oci/mediaTypes.ts';
import { readLayout } from '../../../src/engine/layout/readLayout.ts';
import { savedReferrers } from '../../../src/engine/layout/savedReferrers.ts';
import { describe as descriptor, json } from '../../demo/images.ts';
import { config, image, indexText, parts } from '../../support/layouts.ts';
import { useFolders, writeLayout } from '../../support/saved.ts';
import { noSignal } from '../../support/scene.ts';
import { createTestWorld } from '../../support/world.ts';

describe('referrers in a folder', () => {
  const folders = useFolders();

  it('are found also where a manifest begins with white space, as JSON may [S39]', async () => {
    const referrer = json({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: descriptor('application/vnd.oci.empty.v1+json', config),
      layers: [],
      subject: descriptor(ociManifest, image),
    });
    const spaced = Buffer.concat([Buffer.from(' \n'.repeat(100)), referrer]);
    const folder = folders.path();
    writeLayout(folder, indexText([descriptor(ociManifest, image)]), [...parts, spaced]);
    const layout = await readLayout(createTestWorld(), folder);
    const found = await savedReferrers(layout, noSignal);
    assert.deepEqual(
      found.map(({ digest }) => digest),
      [digestOf(spaced)],
    );
  });
});
