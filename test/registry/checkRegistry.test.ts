// Check Registry at real servers: each column of registries §1b, written down. What differs between them is what the
// command is there to find out.
import assert from 'node:assert/strict';
import { createEngine } from '../../src/engine/engine.ts';
import { startDistribution } from '../support/distribution.ts';
import { startGgcrRegistry } from '../support/ggcrRegistry.ts';
import { findDockerRegistry, findPeer } from '../support/peers.ts';
import { checkWholly, toldIn, type Told } from '../support/registryCheck.ts';
import { pushImage } from '../support/sampleImages.ts';
import { noSignal } from '../support/scene.ts';
import type { RunningServer } from '../support/serverProcess.ts';
import { skipTest } from '../support/skip.ts';
import { createTestWorld } from '../support/world.ts';

/** What all four have in common. */
const same: Told = {
  reached: 'yes http',
  clock: 'yes',
  'rate-limit': 'no',
  'sign-in': 'no anonymous',
  pull: 'yes seen',
  push: 'yes seen',
  delete: 'yes seen',
  'manifest-digest': 'yes Docker-Content-Digest',
  'oci-types': 'yes 201',
  'docker-types': 'yes 201',
  'signature-layer': 'yes 201',
  'custom-config': 'yes 201',
  index: 'yes 201',
  'fallback-tag': 'yes 201',
  chunked: 'yes seen',
  overwrite: 'yes seen',
  immutable: 'no seen',
  'conditional-write': 'no 201',
  'subject-told': 'no',
  'mount-anywhere': 'no 202',
  'delete-digest': 'yes seen',
};

const distribution: Told = {
  ...same,
  product: 'yes CNCF distribution, answers',
  'anonymous-read': 'yes 200',
  catalog: 'yes 200',
  'catalog-paging': 'yes link',
  'tag-list': 'yes 200',
  'missing-tag': 'yes 404 MANIFEST_UNKNOWN',
  'missing-repository': 'yes 404 MANIFEST_UNKNOWN',
  etag: 'yes ETag',
  'not-modified': 'yes 304',
  'any-accept': 'no 404 MANIFEST_UNKNOWN',
  'content-checked': 'yes 400 MANIFEST_BLOB_UNKNOWN',
  referrers: 'no 404 text',
  'referrers-filter': '? needs-other',
  'referrers-of-deleted': '? needs-other',
  'single-post': 'no 202',
  mount: 'yes 201',
  'delete-takes-tags': 'yes seen',
};

const ggcr: Told = {
  ...same,
  product: '? not-recognised',
  'anonymous-read': 'yes 200 text',
  catalog: 'yes 200 text',
  'catalog-paging': 'no whole',
  'tag-list': 'yes 200 text',
  'tag-paging': 'yes last',
  'missing-tag': 'yes 404 MANIFEST_UNKNOWN text',
  'missing-repository': 'yes 404 NAME_UNKNOWN text',
  etag: 'no',
  'not-modified': 'no 200',
  'any-accept': 'yes 200',
  'content-checked': 'no wrong-digest not-json missing-blob',
  'single-post': 'yes 201',
  mount: 'no 202',
  'delete-tag': 'yes seen',
  'delete-takes-tags': 'no not so',
};

interface Column {
  readonly title: string;
  readonly isThere: () => Promise<string | undefined>;
  readonly start: () => Promise<RunningServer>;
  readonly told: Told;
}

const columns: readonly Column[] = [
  {
    title: 'distribution 3.1.2',
    isThere: () => findPeer('distribution'),
    start: () => startDistribution({ version: 'v3' }, noSignal),
    told: { ...distribution, 'tag-paging': 'yes link', 'delete-tag': 'yes seen' },
  },
  {
    title: 'Debian’s docker-registry 2.8',
    isThere: findDockerRegistry,
    start: () => startDistribution({ version: 'debian' }, noSignal),
    told: { ...distribution, 'tag-paging': 'no whole', 'delete-tag': 'no 400 DIGEST_INVALID' },
  },
  {
    title: 'go-containerregistry’s registry',
    isThere: () => findPeer('ggcr-registry'),
    start: () => startGgcrRegistry({ referrers: false }, noSignal),
    told: {
      ...ggcr,
      referrers: 'no 404 METHOD_UNKNOWN text',
      'referrers-filter': '? needs-other',
      'referrers-of-deleted': '? needs-other',
    },
  },
  {
    title: 'go-containerregistry’s registry with referrers',
    isThere: () => findPeer('referrers-registry'),
    start: () => startGgcrRegistry({ referrers: true }, noSignal),
    told: {
      ...ggcr,
      referrers: 'yes 200',
      'referrers-filter': 'no 200',
      'referrers-of-deleted': 'yes seen',
    },
  },
  {
    title: 'distribution 3.1.2 that deletes nothing',
    isThere: () => findPeer('distribution'),
    start: () => startDistribution({ version: 'v3', deletes: false }, noSignal),
    told: {
      ...distribution,
      'tag-paging': 'yes link',
      // Nobody could be seen to delete anything, and there are no tokens to tell.
      delete: '? no-tokens',
      'delete-tag': 'no 405 UNSUPPORTED',
      'delete-digest': 'no 405 UNSUPPORTED',
      'delete-takes-tags': '? needs-other',
    },
  },
  {
    title: 'Debian’s docker-registry 2.8 that stores configs of images only',
    isThere: findDockerRegistry,
    start: () => {
      const policy = { repository: { classes: ['image'] } };
      return startDistribution({ version: 'debian', extra: { policy } }, noSignal);
    },
    told: {
      ...distribution,
      'tag-paging': 'no whole',
      'custom-config': 'no 403 DENIED',
      'delete-tag': 'no 400 DIGEST_INVALID',
    },
  },
];

describe('Check Registry at real servers', () => {
  for (const { title, isThere, start, told } of columns) {
    it(`tells of ${title} what it can do and what it cannot`, async function () {
      if ((await isThere()) === undefined) skipTest(this, 'this registry is not installed');
      const server = await start();
      const engine = createEngine(createTestWorld());
      try {
        // Behind its last tag ggcr's registry begins anew: of two only, nobody could tell whether it heeds `last`.
        for (const tag of ['1.0', '2.0', '3.0']) await pushImage(server.address, 'demo/app', tag);
        await pushImage(server.address, 'demo/other', '1.0');
        const report = await checkWholly(engine, `${server.address}/demo/app`);
        assert.deepEqual(toldIn(report), told);
      } finally {
        engine.dispose();
        await server.stop();
      }
    });
  }
});
