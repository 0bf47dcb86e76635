// DigitalOcean's registry, emulated (registries §3.10): each of its ways beside a client that does not know of it.
import assert from 'node:assert/strict';
import { collectingGarbage } from '../../demo/products/digitalOcean.ts';
import { basicOf } from '../../demo/products/startProduct.ts';
import { makeSigner } from '../../support/scene.ts';
import { naiveClient } from './naive.ts';
import { errorOf, newProductStage, type ProductStage, stageAt } from './stage.ts';

const ann = makeSigner('ann');

describe('DigitalOcean', () => {
  let stage: ProductStage;
  afterEach(() => stage.stop());

  it('has its token server at its API, where a naive client looks at the registry [S29]', async () => {
    stage = await newProductStage('digitalocean');
    const { go, basic } = naiveClient(stage.product);
    const path = '/v2/registry/auth?service=registry.digitalocean.com&scope=repository:acme/app:pull';
    const headers = { authorization: basic };
    assert.equal((await go(`https://registry.digitalocean.com${path}`, { headers })).status, 404);
    assert.deepEqual(await stage.tags(), ['1.0']);
    const { asked } = stage.product.names;
    assert.ok(
      asked.some(({ url, authorization }) => url.host === 'api.digitalocean.com' && authorization === basic),
    );
  });

  it('gives no token to a POST, which a naive client sends with an identity token', async () => {
    stage = await newProductStage('digitalocean');
    const url = 'https://api.digitalocean.com/v2/registry/auth';
    assert.equal((await naiveClient(stage.product).go(url, { method: 'POST' })).status, 405);
    const auth = { auth: basicOf(stage.product.writer), identitytoken: stage.product.writer.password };
    const files = {
      '/home/ann/.docker/config.json': JSON.stringify({ auths: { [stage.product.registry]: auth } }),
    };
    assert.deepEqual(await stageAt(stage.product, 'nobody', { files }).tags(), ['1.0']);
  });

  it('says 400 of a registry that is not ours, which a naive client takes for a mistake of its own', async () => {
    stage = await newProductStage('digitalocean');
    const { token } = naiveClient(stage.product);
    assert.equal(await token('repository:others/app:pull'), undefined);
    const error = await errorOf(stage.verify([ann], `${stage.product.foreign}:1.0`));
    assert.equal(error.code, 'token-refused');
    assert.match(JSON.stringify(error.details), /"status":400.*invalid registry name in scope/);
  });

  it('refuses a token that may only read at the token server, which a naive client takes for a wrong one', async () => {
    stage = await newProductStage('digitalocean');
    const { product } = stage;
    const { token } = naiveClient(product);
    assert.equal(await token('repository:acme/app:pull,push', product.reader), undefined);
    assert.notEqual(await token('repository:acme/app:pull', product.reader), undefined);
    const reading = stageAt(product, product.reader);
    assert.equal((await errorOf(reading.sign(ann))).code, 'token-refused');
    assert.equal((await reading.verify([ann])).verdict, 'unsigned');
  });

  it('takes nothing while it collects garbage, of which a naive client finds no word in the answer', async () => {
    stage = await newProductStage('digitalocean', { words: { write: () => collectingGarbage } });
    const { ask, bearer } = naiveClient(stage.product);
    const headers = await bearer('repository:acme/app:pull,push');
    assert.equal((await ask('acme/app/blobs/uploads/', { method: 'POST', headers })).status, 405);
    assert.ok(['registry-refused', 'not-writable'].includes((await errorOf(stage.sign(ann))).code));
    assert.equal((await stage.verify([ann])).verdict, 'unsigned');
  });
});
