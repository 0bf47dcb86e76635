// Sonatype Nexus, emulated (registries §3.11): each of its ways beside a client that does not know of it.
import assert from 'node:assert/strict';
import type { Digest } from '../../../src/engine/oci/digest.ts';
import { signatureTag } from '../../../src/engine/signatures/tags.ts';
import { nexusGroup } from '../../demo/products/nexus.ts';
import { makeSigner } from '../../support/scene.ts';
import { emptyIndex, naiveClient, pathOf, putManifest } from './naive.ts';
import { errorOf, newProductStage, type ProductStage } from './stage.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

describe('Nexus', () => {
  let stage: ProductStage;
  afterEach(() => stage.stop());

  it('asks for BASIC in capitals, which a naive client does not know', async () => {
    stage = await newProductStage('nexus');
    const challenge = (await naiveClient(stage.product).ask('')).headers.get('www-authenticate') ?? '';
    assert.ok(!challenge.startsWith('Basic') && !challenge.startsWith('Bearer'));
    assert.equal((await stage.sign(ann)).outcome, 'signed');
    assert.equal((await stage.verify([ann])).verdict, 'verified');
  });

  it('with tokens names a service that is a URL and no scope, where a naive client reads both', async () => {
    stage = await newProductStage('nexus-bearer');
    const { ask } = naiveClient(stage.product);
    const answer = await ask('team/app/manifests/1.0');
    const challenge = answer.headers.get('www-authenticate') ?? '';
    assert.equal(/realm="([^"]*)",service="([^":/]*)"(?:,scope="([^"]*)")/.exec(challenge), null);
    assert.equal((await stage.sign(ann)).outcome, 'signed');
    const token = stage.product.server.requests.find(({ path }) => path === '/v2/token');
    assert.equal(token?.query.get('service'), 'https://nexus.example.com:8082/v2/token');
    assert.equal(token.query.get('scope'), 'repository:team/app:pull');
  });

  it('takes nothing into a group, and a naive client speaks of a right that is missing', async () => {
    stage = await newProductStage('nexus', { words: { write: nexusGroup } });
    const { ask, basic } = naiveClient(stage.product);
    const headers = { authorization: basic };
    assert.equal((await ask('team/app/blobs/uploads/', { method: 'POST', headers })).status, 403);
    const error = await errorOf(stage.sign(ann));
    assert.equal(error.code, 'not-writable');
    assert.equal((error.details as { setting?: string }).setting, 'nexus-group');
  });

  it('lets no tag be deployed again, which a naive client takes for a broken manifest', async () => {
    stage = await newProductStage('nexus', { tagsImmutable: true });
    await stage.sign(ann);
    const client = naiveClient(stage.product);
    const headers = { authorization: client.basic };
    const tag = signatureTag(stage.product.digest as Digest);
    const answer = await putManifest(client, pathOf(stage.product), tag, emptyIndex, headers);
    assert.equal(answer.status, 400);
    const error = await errorOf(stage.sign(ben));
    assert.equal(error.code, 'tag-immutable');
    assert.equal((error.details as { setting?: string }).setting, 'nexus');
  });

  it('lists tags all at once and in no order, where a naive client asks for pages until one is short', async () => {
    stage = await newProductStage('nexus');
    for (let one = 0; one < 250; one += 1) stage.product.add('team/many', `v${one}`);
    const { ask, basic } = naiveClient(stage.product);
    const headers = { authorization: basic };
    const answer = await ask('team/many/tags/list?n=100', { headers });
    const { tags } = (await answer.json()) as { tags: string[] };
    assert.equal(tags.length, 250);
    const again = await ask(`team/many/tags/list?n=100&last=${tags.at(-1)}`, { headers });
    assert.deepEqual(((await again.json()) as { tags: string[] }).tags, tags);
    assert.equal((await stage.tags('nexus.example.com:8082/team/many')).length, 250);
  });
});
