// Amazon ECR, emulated (registries §3.1): each of its ways beside a client that does not know of it.
import assert from 'node:assert/strict';
import { signatureTag } from '../../../src/engine/signatures/tags.ts';
import { startProduct } from '../../demo/products/startProduct.ts';
import { makeSigner, noSignal } from '../../support/scene.ts';
import { digestOfText, naiveClient, pathOf, someBlob } from './naive.ts';
import { errorOf, newProductStage, type ProductStage, stageAt } from './stage.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

describe('Amazon ECR', () => {
  let stage: ProductStage;
  afterEach(() => stage.stop());

  it('is listed, signed twice and verified with its Basic login, where a naive client looks for a token server', async () => {
    stage = await newProductStage('ecr');
    await assert.rejects(naiveClient(stage.product).token('repository:team/app:pull').then(requireToken));
    assert.deepEqual(await stage.tags(), ['1.0']);
    assert.ok((await stage.repositories()).includes(stage.product.repository));
    assert.equal((await stage.sign(ann)).outcome, 'signed');
    assert.equal((await stage.sign(ben)).outcome, 'signed');
    assert.equal((await stage.verify([ann])).verdict, 'verified');
    assert.equal((await stage.verify([ben])).verdict, 'verified');
  });

  it('says in plain text that nobody is signed in, which a naive client takes for broken JSON', async () => {
    stage = stageAt(await startProduct('ecr'), 'nobody');
    const answer = await naiveClient(stage.product).ask(`${pathOf(stage.product)}/tags/list`);
    await assert.rejects(answer.json());
    const error = await errorOf(stage.tags());
    assert.equal(error.code, 'not-signed-in');
    assert.match(JSON.stringify(error.details), /Not Authorized/);
  });

  it('tells no digest of what it gives, which a naive client relies on', async () => {
    stage = await newProductStage('ecr');
    const { basic, ask } = naiveClient(stage.product);
    const accept = 'application/vnd.oci.image.manifest.v1+json';
    const path = `${pathOf(stage.product)}/manifests/1.0`;
    const headers = { authorization: basic, accept };
    assert.equal((await ask(path, { headers })).headers.get('docker-content-digest'), null);
    const report = await stage.verify([ann]);
    assert.equal(report.digest, stage.product.digest);
  });

  it('refuses pages of more than a thousand, which a naive client asks for to get all at once', async () => {
    stage = await newProductStage('ecr');
    for (let one = 0; one < 1200; one += 1) stage.product.add('team/many', `v${one}`);
    const { basic, ask } = naiveClient(stage.product);
    const many = await ask('team/many/tags/list?n=10000', { headers: { authorization: basic } });
    assert.equal(many.status, 405);
    assert.equal((await stage.tags(`${stage.product.registry}/team/many`)).length, 1200);
  });

  it('keeps an immutable tag, which a naive client takes for a broken manifest', async () => {
    stage = await newProductStage('ecr', { tagsImmutable: true });
    await stage.sign(ann);
    const { basic, ask } = naiveClient(stage.product);
    const type = 'application/vnd.oci.image.index.v1+json';
    const body = JSON.stringify({ schemaVersion: 2, mediaType: type, manifests: [] });
    const headers = { authorization: basic, 'content-type': type };
    const path = `${pathOf(stage.product)}/manifests/${signatureTag(stage.product.digest as `sha256:${string}`)}`;
    assert.equal((await ask(path, { method: 'PUT', headers, body })).status, 400);
    const error = await errorOf(stage.sign(ben));
    assert.equal(error.code, 'tag-immutable');
    assert.equal((error.details as { setting?: string }).setting, 'ecr');
    assert.equal((await stage.verify([ann])).verdict, 'verified');
  });

  it('makes no repository by a push, which a naive client counts on', async () => {
    stage = await newProductStage('ecr');
    const { basic, ask } = naiveClient(stage.product);
    const path = 'team/none/blobs/uploads/';
    assert.equal((await ask(path, { method: 'POST', headers: { authorization: basic } })).status, 404);
    const error = await errorOf(stage.sign(ann, `${stage.product.missing}:1.0`));
    assert.equal(error.code, 'subject-not-found');
  });

  it('refuses a manifest with a subject, in which a naive client keeps a signature; ours needs none', async () => {
    stage = await newProductStage('ecr');
    const { basic, ask } = naiveClient(stage.product);
    const subject = {
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest: stage.product.digest,
      size: 1,
    };
    const type = 'application/vnd.oci.image.index.v1+json';
    const body = JSON.stringify({ schemaVersion: 2, mediaType: type, manifests: [], subject });
    const headers = { authorization: basic, 'content-type': type };
    const path = `${pathOf(stage.product)}/manifests/${digestOfText(body)}`;
    assert.equal((await ask(path, { method: 'PUT', headers, body })).status, 405);
    assert.equal((await stage.sign(ann)).outcome, 'signed');
  });

  it('answers a PATCH with 201, where a naive client waits for 202; ours sends none', async () => {
    stage = await newProductStage('ecr');
    const { basic, ask, go } = naiveClient(stage.product);
    const headers = { authorization: basic };
    const begun = await ask(`${pathOf(stage.product)}/blobs/uploads/`, { method: 'POST', headers });
    const location = begun.headers.get('location') ?? '';
    assert.equal((await go(location, { method: 'PATCH', headers, body: 'part' })).status, 201);
    stage.product.server.requests.length = 0;
    await stage.sign(ann);
    assert.ok(stage.product.server.requests.every(({ method }) => method !== 'PATCH'));
  });

  it('has its blobs at a host that refuses an Authorization, which a naive client sends along [S29]', async () => {
    stage = await newProductStage('ecr');
    await stage.sign(ann);
    const { basic, ask, go } = naiveClient(stage.product);
    const headers = { authorization: basic };
    const answer = await ask(`${pathOf(stage.product)}/blobs/${someBlob(stage.product)}`, { headers });
    assert.equal(answer.status, 307);
    assert.equal((await go(answer.headers.get('location') ?? '', { headers })).status, 400);
    const before = stage.product.names.asked.length;
    const digest = someBlob(stage.product);
    await stage.engine.readPayloadText(stage.product.repository, digest, noSignal);
    const elsewhere = stage.product.names.asked.slice(before).filter(({ url }) => url.host.includes('.s3.'));
    assert.ok(elsewhere.length > 0);
    assert.ok(elsewhere.every(({ authorization }) => authorization === ''));
  });

  it('names a login that has ended in the middle of a push', async () => {
    stage = await newProductStage('ecr', { basic: { uses: 6 } });
    const error = await errorOf(stage.sign(ann));
    assert.match(JSON.stringify(error.details), /Your authorization token has expired/);
  });
});

function requireToken(token: string | undefined): void {
  assert.ok(token !== undefined);
}
