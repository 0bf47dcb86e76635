// What each product answers to a write that it does not let happen, and what that is called here. The answers are those of
// registries §1 (distribution, measured) and §3: AWS ECR (cosign#313), Harbor (harbor#17332, #17390 for the quota, #12792 for
// proxy caches), Sonatype Nexus 3 (cosign#2189), JFrog Artifactory (cosign#3758), Azure ("aka.ms/acr/faq"); Docker Hub, GitLab
// and Google by their host and the word that all of them share.
import assert from 'node:assert/strict';
import { EngineError } from '../../../src/engine/errors.ts';
import type { WriteObstacle, WriteSetting } from '../../../src/engine/problems.ts';
import { mayHaveBeenStored, putManifest } from '../../../src/engine/registry/manifests.ts';
import { uploadBlob } from '../../../src/engine/registry/upload.ts';
import { writeRefusal } from '../../../src/engine/registry/writeRefusal.ts';
import { answer, startScripted, type ScriptedServer } from '../../support/scriptedServer.ts';
import { createSession, failureOf, manifestText, manifestType, never } from './support.ts';

interface Product {
  readonly name: string;
  readonly host?: string;
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly obstacle: WriteObstacle;
  readonly setting: WriteSetting | undefined;
}

const tag = `sha256-${'a'.repeat(64)}.sig`;
const shared = 'The tag is immutable.';

const products: readonly Product[] = [
  {
    name: 'Amazon ECR with immutable tags',
    host: '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    status: 400,
    code: 'TAG_INVALID',
    message: `The image tag '${tag}' already exists in the 'app' repository and cannot be overwritten because the tag is immutable.`,
    ...{ obstacle: 'immutable', setting: 'ecr' },
  },
  {
    name: 'Harbor with an immutability rule',
    status: 412,
    code: 'PRECONDITION',
    message: `Failed to process request due to 'redis:${tag}' configured as immutable.`,
    ...{ obstacle: 'immutable', setting: 'harbor' },
  },
  {
    name: 'Nexus with redeploying disabled',
    status: 400,
    code: 'UNKNOWN',
    message: 'Repository does not allow updating assets: images',
    ...{ obstacle: 'immutable', setting: 'nexus' },
  },
  {
    name: 'Artifactory without the right to overwrite',
    status: 400,
    code: 'MANIFEST_INVALID',
    message: `Could not locate artifact 'images/app/${tag}/manifest.json'`,
    ...{ obstacle: 'immutable', setting: 'artifactory' },
  },
  {
    name: 'Docker Hub with immutable tags',
    host: 'index.docker.io',
    ...{ status: 400, code: 'DENIED', message: shared, obstacle: 'immutable', setting: 'docker-hub' },
  },
  {
    name: 'GitLab with immutable tags',
    host: 'registry.gitlab.com',
    ...{ status: 403, code: 'DENIED', message: shared, obstacle: 'immutable', setting: 'gitlab' },
  },
  {
    name: 'Artifact Registry with immutable tags',
    host: 'europe-docker.pkg.dev',
    status: 400,
    code: 'MANIFEST_INVALID',
    message: `cannot update tag ${tag}. The repository has enabled tag immutability`,
    ...{ obstacle: 'immutable', setting: 'google' },
  },
  {
    name: 'Alibaba Cloud with immutable tags',
    status: 403,
    code: 'DENIED',
    message: 'The requested tag already exists and cannot be overwritten.',
    ...{ obstacle: 'immutable', setting: 'alibaba' },
  },
  {
    name: 'an unknown registry with immutable tags',
    ...{ status: 409, code: '', message: shared, obstacle: 'immutable', setting: undefined },
  },
  {
    name: 'Azure with a lock or at its limit',
    status: 405,
    code: 'REGISTRY_DISALLOWED_OPERATION',
    message: 'The operation is disallowed on this registry, repository or image.',
    ...{ obstacle: 'read-only', setting: 'azure' },
  },
  {
    name: 'a group repository of Nexus',
    status: 403,
    code: 'DENIED',
    message:
      'Deploying to groups is a PRO-licensed feature. See https://links.sonatype.com/product-nexus-repository',
    ...{ obstacle: 'read-only', setting: 'nexus-group' },
  },
  {
    name: 'a proxy cache of Harbor',
    status: 403,
    code: 'DENIED',
    message: 'can not push artifact to a proxy project: cache',
    ...{ obstacle: 'read-only', setting: 'harbor-proxy' },
  },
  {
    name: 'distribution in read-only mode',
    ...{
      status: 405,
      code: '',
      message: 'Method not allowed',
      obstacle: 'read-only',
      setting: 'distribution',
    },
  },
  {
    name: 'Harbor with its quota used up',
    status: 403,
    code: 'DENIED',
    message:
      'adding 5.0 MiB of storage resource, which when updated to current usage of 99.0 MiB will exceed the configured upper limit of 100.0 MiB.',
    ...{ obstacle: 'full', setting: 'harbor-quota' },
  },
  {
    name: 'an unknown registry that speaks of a quota',
    ...{ status: 403, code: 'DENIED', message: 'Quota exceeded.', obstacle: 'full', setting: undefined },
  },
];

const said = ({ host = 'registry.example', status, code, message }: Product): EngineError =>
  new EngineError('registry-refused', {
    ...{ registry: host, repository: 'acme/app', operation: 'writing a manifest', status, code, message },
  });

describe('the refusal of a write', () => {
  let server: ScriptedServer | undefined;
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  for (const product of products) {
    it(`by ${product.name} is called what it is, with the product’s setting`, () => {
      const error = writeRefusal(said(product), tag);
      const { obstacle, setting } = product;
      assert.equal(error?.code, obstacle === 'immutable' ? 'tag-immutable' : 'not-writable');
      const details = error.details as { setting: unknown; reason?: unknown };
      assert.equal(details.setting, setting);
      if (obstacle !== 'immutable') assert.equal(details.reason, obstacle);
      assert.ok(!mayHaveBeenStored(error), 'nothing was stored');
    });
  }

  it('of something under its digest is about no tag, and a failure is none', () => {
    const [ecr] = products;
    assert.ok(ecr !== undefined);
    assert.equal(writeRefusal(said(ecr), `sha256:${'a'.repeat(64)}`), undefined);
    assert.equal(writeRefusal(said({ ...ecr, status: 500 }), tag), undefined);
    assert.equal(writeRefusal(said({ ...ecr, code: '', message: 'no' }), tag), undefined);
  });

  it('comes by its name from an upload and from a manifest', async () => {
    server = await startScripted((request, response) =>
      request.url === '/v2/'
        ? answer(response, 200)
        : answer(response, 405, 'Method not allowed', { 'content-type': 'text/plain' }),
    );
    const repository = { registry: server.address, path: 'acme/app' };
    const { session } = createSession();
    const bytes = new TextEncoder().encode(manifestText);
    const upload = await failureOf('not-writable', uploadBlob(session, repository, bytes, never));
    assert.equal(upload.setting, 'distribution');
    const write = putManifest(session, repository, tag, bytes, manifestType, never);
    assert.equal((await failureOf('not-writable', write)).reason, 'read-only');
  });
});
