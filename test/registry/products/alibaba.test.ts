// Alibaba Cloud's registry, emulated (registries §3.12): each of its ways beside a client that does not know of it.
import assert from 'node:assert/strict';
import type { Digest } from '../../../src/engine/oci/digest.ts';
import { signatureTag } from '../../../src/engine/signatures/tags.ts';
import { makeSigner } from '../../support/scene.ts';
import { digestOfText, emptyIndex, naiveClient, pathOf, putManifest } from './naive.ts';
import { errorOf, newProductStage, type ProductStage } from './stage.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

describe('Alibaba Cloud', () => {
  let stage: ProductStage;
  afterEach(() => stage.stop());

  it('names a service with colons, which a naive client cuts at the first', async () => {
    stage = await newProductStage('alibaba');
    const { product } = stage;
    const challenge = (await naiveClient(product).ask('')).headers.get('www-authenticate') ?? '';
    const [, service = ''] = /service="([^":]*)/.exec(challenge) ?? [];
    await stage.tags();
    const asked = product.server.requests.find(({ path }) => path === '/auth');
    assert.equal(asked?.query.get('service'), 'registry.aliyuncs.com:cn-hangzhou:26842');
    assert.notEqual(service, asked.query.get('service'));
  });

  it('takes no bundle as cosign 3 keeps it, where a naive client writes one; a signature under its tag it takes', async () => {
    stage = await newProductStage('alibaba');
    const client = naiveClient(stage.product);
    const headers = await client.bearer('repository:acme/app:pull,push');
    const empty = '{}';
    const mediaType = 'application/vnd.oci.empty.v1+json';
    const digest = digestOfText(empty);
    stage.product.server.state.repositories.get('acme/app')?.blobs.set(digest, Buffer.from(empty));
    const config = { mediaType, digest, size: 2, data: 'e30=' };
    const bundle = {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      config,
      layers: [],
      subject: { mediaType, digest: stage.product.digest, size: 1 },
    };
    const target = digestOfText(JSON.stringify(bundle));
    const answer = await putManifest(client, pathOf(stage.product), target, bundle, headers);
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /unknown manifest class/);
    assert.equal((await stage.sign(ann)).outcome, 'signed');
    assert.equal((await stage.sign(ben)).outcome, 'signed');
    assert.equal((await stage.verify([ann])).verdict, 'verified');
  });

  it('has names of two components only, where a naive client nests a repository for signatures', async () => {
    stage = await newProductStage('alibaba');
    const { ask, bearer } = naiveClient(stage.product);
    const headers = await bearer('repository:acme/app/signatures:pull,push');
    const answer = await ask('acme/app/signatures/blobs/uploads/', { method: 'POST', headers });
    assert.equal(answer.status, 401);
    assert.match(answer.headers.get('www-authenticate') ?? '', /insufficient_scope/);
    const error = await errorOf(stage.verify([ann], `${stage.product.repository}/nested:1.0`));
    assert.equal(error.code, 'not-signed-in');
  });

  it('makes no repository by a push, which a naive client counts on', async () => {
    stage = await newProductStage('alibaba');
    const { ask, bearer } = naiveClient(stage.product);
    const headers = await bearer('repository:acme/none:pull,push');
    assert.equal((await ask('acme/none/blobs/uploads/', { method: 'POST', headers })).status, 401);
    const error = await errorOf(stage.sign(ann, `${stage.product.missing}:1.0`));
    assert.equal(error.code, 'not-signed-in');
  });

  it('lists no repositories to users, which a naive client takes for there being none', async () => {
    stage = await newProductStage('alibaba');
    const { ask, bearer } = naiveClient(stage.product);
    const answer = await ask('_catalog', { headers: await bearer('registry:catalog:*') });
    assert.equal(((await answer.json()) as { repositories?: string[] }).repositories, undefined);
    assert.equal((await errorOf(stage.repositories())).code, 'no-list');
  });

  it('says of an immutable tag that it exists already, which a naive client takes for success', async () => {
    stage = await newProductStage('alibaba', { tagsImmutable: true });
    await stage.sign(ann);
    const client = naiveClient(stage.product);
    const headers = await client.bearer('repository:acme/app:pull,push');
    const tag = signatureTag(stage.product.digest as Digest);
    const answer = await putManifest(client, pathOf(stage.product), tag, emptyIndex, headers);
    assert.doesNotMatch(await answer.text(), /immutab/);
    const error = await errorOf(stage.sign(ben));
    assert.equal(error.code, 'tag-immutable');
    assert.equal((error.details as { setting?: string }).setting, 'alibaba');
  });
});
