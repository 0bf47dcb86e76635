// Check Registry at the products that cannot run here, each under its own host name by the switches of the demo registry
// (registries §3; zot's column of §1b). What is special of a product is what the report must tell of it.
import assert from 'node:assert/strict';
import { createEngine } from '../../src/engine/engine.ts';
import type { Advice } from '../../src/engine/registryCheck.ts';
import { emulated, startProduct, type ProductName } from '../demo/products/startProduct.ts';
import { checkWholly, toldIn, type Told } from '../support/registryCheck.ts';
import { createTestWorld } from '../support/world.ts';

/** What most of them have in common. */
const usual: Told = {
  reached: 'yes https',
  'sign-in': 'yes docker-config',
  push: 'yes seen',
  delete: 'yes seen',
  catalog: 'yes 200',
  'catalog-paging': 'yes link',
  'tag-list': 'yes 200',
  'tag-paging': 'yes link',
  'missing-tag': 'yes 404 MANIFEST_UNKNOWN',
  'manifest-digest': 'yes Docker-Content-Digest',
  'any-accept': 'yes 200',
  'oci-types': 'yes 201',
  'docker-types': 'yes 201',
  'signature-layer': 'yes 201',
  'custom-config': 'yes 201',
  'fallback-tag': 'yes 201',
  referrers: 'yes 200',
  'referrers-filter': 'yes OCI-Filters-Applied',
  'single-post': 'no 202',
  chunked: 'yes seen',
  mount: 'yes 201',
  'mount-anywhere': 'no 202',
  overwrite: 'yes seen',
  immutable: 'no seen',
  'delete-tag': 'yes seen',
  'delete-digest': 'yes seen',
  'delete-takes-tags': 'yes seen',
};

const noReferrers: Told = { referrers: 'no 404 text', 'referrers-filter': '? needs-other' };
const noCatalog = (said: string): Told => ({ catalog: said, 'catalog-paging': '? needs-other' });
const noDeletion: Told = {
  'delete-tag': 'no 405 UNSUPPORTED',
  'delete-digest': 'no 405 UNSUPPORTED',
  'delete-takes-tags': '? needs-other',
};

interface Special {
  readonly told: Told;
  readonly advice?: readonly string[];
  /** What could not be removed: tag and manifests, without blobs. */
  readonly left?: number;
}

const specials: Partial<Readonly<Record<ProductName, Special>>> = {
  ecr: {
    told: {
      product: 'yes Amazon ECR, host',
      'anonymous-read': 'no 401 text',
      'missing-repository': 'yes 404 NAME_UNKNOWN',
      'manifest-digest': 'no',
      'subject-told': 'no 405 UNSUPPORTED',
      'referrers-of-deleted': '? needs-other',
      chunked: 'no 201',
    },
    advice: ['ecr-chunked'],
  },
  google: {
    told: {
      product: 'yes Google Artifact Registry, host',
      chunked: 'no 405 UNSUPPORTED',
      'delete-takes-tags': 'no 400 GOOGLE_MANIFEST_DANGLING_TAG',
    },
    advice: ['google-chunked'],
  },
  'docker-hub': {
    told: {
      product: 'yes Docker Hub, host',
      ...noCatalog('no 401 UNAUTHORIZED'),
      ...noReferrers,
      delete: 'yes token',
      ...noDeletion,
    },
    advice: ['docker-hub-catalog', 'docker-hub-delete', 'docker-hub-delete'],
    left: 7,
  },
  acr: { told: { product: 'yes Azure Container Registry, host', pull: 'yes token' } },
  artifactory: {
    told: { product: 'yes JFrog Artifactory, host, 7.90.1', 'anonymous-read': 'no 403 DENIED' },
  },
  gitlab: {
    told: {
      product: 'yes GitLab, host, 4.5.0-gitlab',
      ...noCatalog('no 401 UNAUTHORIZED'),
      ...noReferrers,
      'fallback-tag': 'no is the subject',
    },
    advice: ['gitlab-catalog', 'gitlab-referrers'],
  },
  ghcr: {
    told: {
      product: 'yes GitHub Container Registry, host',
      delete: '? no-tokens',
      referrers: 'no 303 text',
      'referrers-filter': '? needs-other',
      ...noDeletion,
    },
    advice: ['ghcr-referrers', 'ghcr-delete', 'ghcr-delete'],
    left: 7,
  },
  harbor: {
    told: {
      product: 'yes Harbor, answers',
      'missing-tag': 'yes 404 NOT_FOUND',
      'delete-tag': 'no 400 UNSUPPORTED',
    },
    advice: ['harbor-delete-tag'],
  },
  digitalocean: { told: { product: 'yes DigitalOcean Container Registry, host', ...noReferrers } },
  nexus: {
    told: {
      product: 'yes Sonatype Nexus Repository, answers, 3.68.1-02',
      'tag-paging': 'no whole',
      ...noReferrers,
    },
  },
  alibaba: {
    told: {
      product: 'yes Alibaba Cloud Container Registry, host',
      ...noCatalog('no 401 UNAUTHORIZED'),
      'tag-paging': 'no whole',
      'missing-repository': 'no 401 UNAUTHORIZED',
      'custom-config': 'no 403 DENIED',
      ...noReferrers,
    },
    advice: ['alibaba-custom-config'],
  },
  quay: {
    told: {
      product: 'yes Quay, host',
      ...noCatalog('no 401'),
      'docker-types': 'no 400 MANIFEST_INVALID',
      'mount-anywhere': 'no 400 BLOB_UPLOAD_INVALID',
    },
    advice: ['legacy-media-types'],
  },
  gitea: { told: { product: 'yes Gitea and Forgejo, answers', 'single-post': 'yes 201', ...noReferrers } },
  zot: {
    told: {
      etag: 'no',
      'docker-types': 'no 415 MANIFEST_INVALID',
      'content-checked': 'yes 400 MANIFEST_INVALID',
      'subject-told': 'yes OCI-Subject',
      'referrers-of-deleted': 'yes seen',
      'single-post': 'yes 201',
      'mount-anywhere': 'yes 201',
    },
    advice: ['legacy-media-types'],
  },
};

describe('Check Registry at emulated products', () => {
  for (const name of Object.keys(emulated) as ProductName[]) {
    const special = specials[name];
    if (special === undefined) continue;
    it(`tells of ${name} what is special there, and what to do about it`, async () => {
      const product = await startProduct(name);
      product.add(product.repository.slice(product.registry.length + 1), '2.0');
      const engine = createEngine(createTestWorld({ fetch: product.names.fetch, files: product.files() }));
      try {
        const report = await checkWholly(engine, product.repository);
        const told = toldIn(report);
        const expected = { ...usual, ...special.told };
        const asked = Object.fromEntries(Object.keys(expected).map((one) => [one, told[one as keyof Told]]));
        assert.deepEqual(asked, expected);
        assert.deepEqual(report.advice.map(named), special.advice ?? []);
        const left = report.written?.left.filter(({ kind }) => kind !== 'blob') ?? [];
        assert.equal(left.length, special.left ?? 0);
      } finally {
        engine.dispose();
        await product.stop();
      }
    });
  }
});

function named(advice: Advice): string {
  return advice.kind === 'product' ? advice.advice : advice.kind;
}
