// Google Artifact Registry, emulated (registries §3.2): each of its ways beside a client that does not know of it.
import assert from 'node:assert/strict';
import type { Digest } from '../../../src/engine/oci/digest.ts';
import { signatureTag } from '../../../src/engine/signatures/tags.ts';
import { basicOf } from '../../demo/products/startProduct.ts';
import { remove } from '../../support/removal.ts';
import { makeSigner, noSignal } from '../../support/scene.ts';
import { emptyIndex, naiveClient, pathOf, putManifest, someBlob } from './naive.ts';
import { errorOf, newProductStage, type ProductStage, stageAt } from './stage.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

describe('Google Artifact Registry', () => {
  let stage: ProductStage;
  afterEach(() => stage.stop());

  it('names neither service nor scope on the ping, where a naive client sends them as they are not', async () => {
    stage = await newProductStage('google');
    const challenge = (await naiveClient(stage.product).ask('')).headers.get('www-authenticate') ?? '';
    const naive = /realm="([^"]*)",service="([^"]*)"/.exec(challenge);
    assert.equal(naive, null);
    assert.deepEqual(await stage.tags(), ['1.0']);
  });

  it('answers the ping of who is signed in with a web page of nothing, which a naive client takes for no registry', async () => {
    stage = await newProductStage('google');
    const { ask, bearer } = naiveClient(stage.product);
    const answer = await ask('', { headers: await bearer('repository:acme/images/app:pull') });
    assert.equal(answer.status, 200);
    await assert.rejects(answer.json());
    assert.equal((await stage.sign(ann)).outcome, 'signed');
  });

  it('gives tokens by GET only, where a naive client posts a refresh token', async () => {
    stage = await newProductStage('google');
    const { go } = naiveClient(stage.product);
    const body = new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: 'ya29.token-of-a-writer',
    });
    const answer = await go(`https://${stage.product.wire}/v2/token`, { method: 'POST', body });
    assert.equal(answer.status, 405);
    // Docker's helpers hand it over as an identity token with a user name beside it.
    const auth = { auth: basicOf(stage.product.writer), identitytoken: stage.product.writer.password };
    const config = JSON.stringify({ auths: { [stage.product.registry]: auth } });
    const files = { '/home/ann/.docker/config.json': config };
    const engine = stageAt(stage.product, 'nobody', { files });
    assert.deepEqual(await engine.tags(), ['1.0']);
  });

  it('challenges nobody who brings a bad token, and a naive client ends there; ours asks for a new one', async () => {
    stage = await newProductStage('google', { token: { uses: 3 } });
    const { ask } = naiveClient(stage.product);
    const path = `${pathOf(stage.product)}/manifests/1.0`;
    const answer = await ask(path, { headers: { authorization: 'Bearer ended' } });
    assert.deepEqual([answer.status, answer.headers.get('www-authenticate')], [401, null]);
    assert.equal((await stage.sign(ann)).outcome, 'signed');
    assert.equal((await stage.verify([ann])).verdict, 'verified');
  });

  it('says 403 of what is not there, which a naive client takes for a right that is missing', async () => {
    stage = await newProductStage('google');
    const { ask, bearer } = naiveClient(stage.product);
    const headers = await bearer('repository:acme/none/app:pull');
    assert.equal((await ask('acme/none/app/manifests/1.0', { headers })).status, 403);
    const error = await errorOf(stage.verify([ann], `${stage.product.missing}:1.0`));
    assert.equal(error.code, 'forbidden');
    assert.match(JSON.stringify(error.details), /or it may not exist/);
  });

  it('refuses nobody at the token server already, which a naive client reads no words of', async () => {
    stage = await newProductStage('google');
    const url = `https://${stage.product.wire}/v2/token?scope=repository:acme/images/app:pull`;
    assert.equal((await naiveClient(stage.product).go(url)).status, 403);
    const error = await errorOf(stageAt(stage.product, 'nobody').tags());
    assert.equal(error.code, 'not-signed-in');
  });

  it('lists tags with more than their names, in one answer or page by page as it is asked', async () => {
    stage = await newProductStage('google');
    stage.product.add('acme/images/app/nested', '1.0');
    const { ask, bearer } = naiveClient(stage.product);
    const headers = await bearer('repository:acme/images/app:pull');
    const list = (await (await ask(`${pathOf(stage.product)}/tags/list`, { headers })).json()) as {
      child: string[];
      manifest: Record<string, { tag: string[]; timeUploadedMs: string }>;
    };
    // A naive client with a strict reader of `{name, tags}` ends here.
    assert.deepEqual(list.child, ['nested']);
    assert.deepEqual(list.manifest[stage.product.digest]?.tag, ['1.0']);
    assert.deepEqual(await stage.tags(), ['1.0']);
  });

  it('takes no second PATCH, with which a naive client sends a layer; ours sends whole blobs', async () => {
    stage = await newProductStage('google');
    const { ask, go, bearer } = naiveClient(stage.product);
    const headers = await bearer('repository:acme/images/app:pull,push');
    const begun = await ask(`${pathOf(stage.product)}/blobs/uploads/`, { method: 'POST', headers });
    const first = await go(begun.headers.get('location') ?? '', { method: 'PATCH', headers, body: 'one' });
    assert.equal(first.status, 202);
    const second = await go(first.headers.get('location') ?? '', { method: 'PATCH', headers, body: 'two' });
    assert.equal(second.status, 405);
    assert.equal((await stage.sign(ann)).outcome, 'signed');
  });

  it('deletes no digest that a tag points at, where a naive client begins; ours takes the tag away', async () => {
    stage = await newProductStage('google');
    await stage.sign(ann);
    const { ask, bearer } = naiveClient(stage.product);
    const headers = await bearer('repository:acme/images/app:delete');
    const path = `${pathOf(stage.product)}/manifests/${stage.product.digest}`;
    assert.equal((await ask(path, { method: 'DELETE', headers })).status, 400);
    await remove(stage.engine, stage.product.reference);
    assert.equal((await stage.verify([ann])).verdict, 'unsigned');
  });

  it('says "immutability" of a tag that stays, which a naive client looks for as "immutable"', async () => {
    stage = await newProductStage('google', { tagsImmutable: true });
    await stage.sign(ann);
    const client = naiveClient(stage.product);
    const headers = await client.bearer('repository:acme/images/app:pull,push');
    const tag = signatureTag(stage.product.digest as Digest);
    const answer = await putManifest(client, pathOf(stage.product), tag, emptyIndex, headers);
    assert.doesNotMatch(await answer.text(), /immutable/);
    const error = await errorOf(stage.sign(ben));
    assert.equal(error.code, 'tag-immutable');
    assert.equal((error.details as { setting?: string }).setting, 'google');
  });

  it('has its blobs elsewhere and wants no Authorization there, which a naive client sends along [S29]', async () => {
    stage = await newProductStage('google');
    const { product } = stage;
    const { bearer, ask, go } = naiveClient(product);
    const headers = await bearer('repository:acme/images/app:pull');
    const answer = await ask(`${pathOf(product)}/blobs/${someBlob(product)}`, { headers });
    assert.equal(answer.status, 302);
    assert.equal((await go(answer.headers.get('location') ?? '', { headers })).status, 400);
    await stage.engine.readPayloadText(product.repository, someBlob(product), noSignal);
    const elsewhere = product.names.asked.filter(({ url }) => url.host === 'storage.googleapis.com');
    assert.equal(elsewhere.at(-1)?.authorization, '');
  });
});
