// Harbor, emulated (registries §3.9): each of its ways beside a client that does not know of it.
import assert from 'node:assert/strict';
import type { Digest } from '../../../src/engine/oci/digest.ts';
import { signatureTag } from '../../../src/engine/signatures/tags.ts';
import { remove } from '../../support/removal.ts';
import { makeSigner } from '../../support/scene.ts';
import { emptyIndex, naiveClient, pathOf, putManifest } from './naive.ts';
import { errorOf, newProductStage, type ProductStage, stageAt } from './stage.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

describe('Harbor', () => {
  let stage: ProductStage;
  afterEach(() => stage.stop());

  it('gives an empty access_token beside the token, which a naive client prefers', async () => {
    stage = await newProductStage('harbor');
    const { go, basic, ask } = naiveClient(stage.product);
    const url =
      'https://harbor.example.com/service/token?service=harbor-registry&scope=repository:acme/app:pull';
    const answer = await go(url, { headers: { authorization: basic } });
    const fields = (await answer.json()) as { token: string; access_token?: string };
    const headers = { authorization: `Bearer ${fields.access_token ?? fields.token}` };
    assert.equal((await ask('acme/app/tags/list', { headers })).status, 401);
    assert.deepEqual(await stage.tags(), ['1.0']);
  });

  it('asks for Basic once a token has ended, at which a naive client sends its password; ours asks for a token', async () => {
    stage = await newProductStage('harbor', { token: { uses: 3 } });
    const { ask, basic } = naiveClient(stage.product);
    const refused = await ask('acme/app/tags/list', { headers: { authorization: 'Bearer ended' } });
    assert.equal(refused.headers.get('www-authenticate'), 'Basic realm="harbor"');
    assert.equal((await ask('acme/app/tags/list', { headers: { authorization: basic } })).status, 401);
    assert.equal((await stage.sign(ann)).outcome, 'signed');
    assert.equal((await stage.sign(ben)).outcome, 'signed');
    assert.equal((await stage.verify([ann])).verdict, 'verified');
  });

  it('opens its catalog by Basic only, where a naive client brings a token', async () => {
    stage = await newProductStage('harbor');
    const { ask, bearer } = naiveClient(stage.product);
    assert.equal((await ask('_catalog', { headers: await bearer('registry:catalog:*') })).status, 401);
    await stage.tags();
    assert.ok((await stage.repositories()).includes(stage.product.repository));
    assert.deepEqual(await stage.tags(), ['1.0']);
  });

  it('says NOT_FOUND of a tag that is not there, which a naive client looks for as MANIFEST_UNKNOWN', async () => {
    stage = await newProductStage('harbor');
    const { ask, bearer } = naiveClient(stage.product);
    const headers = await bearer('repository:acme/app:pull');
    const answer = await ask('acme/app/manifests/2.0', { headers });
    assert.doesNotMatch(await answer.text(), /MANIFEST_UNKNOWN/);
    assert.equal((await stage.verify([ann])).verdict, 'unsigned');
    assert.equal(
      (await errorOf(stage.verify([ann], 'harbor.example.com/acme/app:2.0'))).code,
      'subject-not-found',
    );
  });

  it('says 412 of an immutable tag, which a naive client takes for a lost race and tries again', async () => {
    stage = await newProductStage('harbor', { tagsImmutable: true });
    await stage.sign(ann);
    const client = naiveClient(stage.product);
    const headers = await client.bearer('repository:acme/app:pull,push');
    const tag = signatureTag(stage.product.digest as Digest);
    const answer = await putManifest(client, pathOf(stage.product), tag, emptyIndex, headers);
    assert.equal(answer.status, 412);
    const before = puts(stage);
    const error = await errorOf(stage.sign(ben));
    assert.equal(error.code, 'tag-immutable');
    assert.equal((error.details as { setting?: string }).setting, 'harbor');
    assert.equal(puts(stage) - before, 1);
  });

  it('deletes by digest only, where a naive client names the tag', async () => {
    stage = await newProductStage('harbor');
    await stage.sign(ann);
    const { ask, bearer } = naiveClient(stage.product);
    const tag = signatureTag(stage.product.digest as Digest);
    const headers = await bearer('repository:acme/app:delete');
    assert.equal((await ask(`acme/app/manifests/${tag}`, { method: 'DELETE', headers })).status, 400);
    await remove(stage.engine, stage.product.reference);
    assert.equal((await stage.verify([ann])).verdict, 'unsigned');
  });

  it('says 401 to who may read and not write, which a naive client takes for a wrong password', async () => {
    stage = await newProductStage('harbor');
    const { token, ask } = naiveClient(stage.product);
    const given = await token('repository:acme/app:pull,push', stage.product.reader);
    const headers = { authorization: `Bearer ${given}` };
    assert.equal((await ask('acme/app/blobs/uploads/', { method: 'POST', headers })).status, 401);
    const error = await errorOf(stageAt(stage.product, stage.product.reader).sign(ann));
    assert.equal(error.code, 'not-signed-in');
    assert.match(JSON.stringify(error.details), /unauthorized to access repository: acme\/app, action: push/);
  });
});

function puts({ product }: ProductStage): number {
  return product.server.requests.filter(
    ({ method, path }) => method === 'PUT' && path.includes('/manifests/'),
  ).length;
}
