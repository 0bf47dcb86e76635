// Azure Container Registry, emulated (registries §3.4): each of its ways beside a client that does not know of it.
import assert from 'node:assert/strict';
import type { Digest } from '../../../src/engine/oci/digest.ts';
import { signatureTag } from '../../../src/engine/signatures/tags.ts';
import { acrRefreshToken, directoryToken } from '../../demo/products/azure.ts';
import { makeSigner, noSignal } from '../../support/scene.ts';
import { emptyIndex, naiveClient, pathOf, putManifest, someBlob } from './naive.ts';
import { errorOf, newProductStage, type ProductStage, stageAt } from './stage.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

describe('Azure Container Registry', () => {
  let stage: ProductStage;
  beforeEach(async () => {
    stage = await newProductStage('acr');
  });
  afterEach(() => stage.stop());

  it('gives an access_token and no more, where a naive client reads token and expires_in', async () => {
    const { go, basic } = naiveClient(stage.product);
    const url = `https://${stage.product.wire}/oauth2/token?service=acme.azurecr.io&scope=repository:team/app:pull`;
    const answer = (await (await go(url, { headers: { authorization: basic } })).json()) as {
      token?: string;
      expires_in?: number;
    };
    assert.deepEqual([answer.token, answer.expires_in], [undefined, undefined]);
    assert.deepEqual(await stage.tags(), ['1.0']);
  });

  it('takes the refresh token of az at /oauth2/token, where a naive client sends it as a password', async () => {
    const { go } = naiveClient(stage.product);
    const as = { authorization: `Basic ${Buffer.from(`ann:${acrRefreshToken}`).toString('base64')}` };
    const url = `https://${stage.product.wire}/oauth2/token`;
    assert.equal((await go(`${url}?scope=repository:team/app:pull`, { headers: as })).status, 401);
    const form = { grant_type: 'access_token', service: 'acme.azurecr.io', access_token: directoryToken };
    const body = new URLSearchParams(form);
    const exchanged = await go(`https://${stage.product.wire}/oauth2/exchange`, { method: 'POST', body });
    assert.deepEqual(await exchanged.json(), { refresh_token: acrRefreshToken });
    const auths = { [stage.product.registry]: { auth: '', identitytoken: acrRefreshToken } };
    const files = { '/home/ann/.docker/config.json': JSON.stringify({ auths }) };
    const engine = stageAt(stage.product, 'nobody', { files });
    assert.equal((await engine.sign(ann)).outcome, 'signed');
  });

  it('ends its Link with an empty parameter, which a naive client that parses last and n strictly cannot read', async () => {
    for (let one = 0; one < 250; one += 1) stage.product.add('team/many', `v${one}`);
    const { ask, basic } = naiveClient(stage.product);
    const answer = await ask('team/many/tags/list', { headers: { authorization: basic } });
    const link = answer.headers.get('link') ?? '';
    assert.equal(/^<[^?]*\?last=([^&>]*)&n=(\d+)>/.exec(link), null);
    assert.equal(((await answer.json()) as { tags: string[] }).tags.length, 100);
    assert.equal((await stage.tags(`${stage.product.registry}/team/many`)).length, 250);
  });

  it('calls a locked image by a code of its own, which a naive client does not know', async () => {
    await stage.stop();
    stage = await newProductStage('acr', { tagsImmutable: true });
    await stage.sign(ann);
    const client = naiveClient(stage.product);
    const tag = signatureTag(stage.product.digest as Digest);
    const headers = { authorization: client.basic };
    const answer = await putManifest(client, pathOf(stage.product), tag, emptyIndex, headers);
    assert.equal(answer.status, 405);
    assert.doesNotMatch(await answer.text(), /"(?:UNSUPPORTED|DENIED|TAG_INVALID)"/);
    const error = await errorOf(stage.sign(ben));
    assert.equal(error.code, 'not-writable');
    assert.equal((error.details as { setting?: string }).setting, 'azure');
    assert.equal((await stage.verify([ann])).verdict, 'verified');
  });

  it('has its blobs at the data host, which wants no Authorization; a naive client sends it along [S29]', async () => {
    const { product } = stage;
    const { ask, go, basic } = naiveClient(product);
    const headers = { authorization: basic };
    const answer = await ask(`${pathOf(product)}/blobs/${someBlob(product)}`, { headers });
    assert.equal((await go(answer.headers.get('location') ?? '', { headers })).status, 400);
    await stage.engine.readPayloadText(product.repository, someBlob(product), noSignal);
    const elsewhere = product.names.asked.filter(({ url }) => url.host.endsWith('.data.azurecr.io'));
    assert.equal(elsewhere.at(-1)?.authorization, '');
  });
});
