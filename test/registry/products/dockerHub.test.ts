// Docker Hub, emulated (registries §3.3): each of its ways beside a client that does not know of it.
import assert from 'node:assert/strict';
import { basicOf } from '../../demo/products/startProduct.ts';
import { makeSigner, noSignal } from '../../support/scene.ts';
import { remove } from '../../support/removal.ts';
import { naiveClient, pathOf, someBlob } from './naive.ts';
import { errorOf, newProductStage, type ProductStage, stageAt } from './stage.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

describe('Docker Hub', () => {
  let stage: ProductStage;
  afterEach(() => stage.stop());

  it('is asked at its three hosts, where a naive client asks the one that people write', async () => {
    stage = await newProductStage('docker-hub');
    const { product } = stage;
    await assert.rejects(product.names.fetch('https://docker.io/v2/'));
    assert.equal((await stage.sign(ann)).outcome, 'signed');
    assert.equal((await stage.sign(ben)).outcome, 'signed');
    assert.equal((await stage.verify([ann])).verdict, 'verified');
    assert.equal((await stage.verify([ben])).verdict, 'verified');
    assert.deepEqual((await stage.tags()).length, 2);
  });

  it('has its token server elsewhere: a naive client that stays at home gets no token, ours signs in [S29]', async () => {
    stage = await newProductStage('docker-hub');
    const { product } = stage;
    const answer = await naiveClient(product).ask('../token?service=registry.docker.io');
    assert.equal(answer.status, 404);
    await stage.tags();
    const tokens = product.names.asked.filter(
      ({ url }) => url.pathname === '/token' && url.host !== product.wire,
    );
    assert.deepEqual([...new Set(tokens.map(({ url }) => url.host))], ['auth.docker.io']);
  });

  it('refuses a read-only token at the token server, where a naive client finds no words in the answer', async () => {
    stage = await newProductStage('docker-hub');
    const { product } = stage;
    const reading = stageAt(product, product.reader);
    const { go } = naiveClient(product);
    const query = 'service=registry.docker.io&scope=repository:ann/app:pull,push';
    const answer = await go(`https://auth.docker.io/token?${query}`, {
      headers: { authorization: `Basic ${basicOf(product.reader)}` },
    });
    assert.equal(answer.status, 401);
    assert.equal(((await answer.json()) as { errors?: unknown }).errors, undefined);
    const error = await errorOf(reading.sign(ann));
    assert.equal(error.code, 'token-refused');
    assert.match(JSON.stringify(error.details), /access token has insufficient scopes/);
    assert.deepEqual(await reading.tags(), ['1.0']);
  });

  it('hides what is not there behind a token without rights, which a naive client takes for a wrong password', async () => {
    stage = await newProductStage('docker-hub');
    const { bearer, ask } = naiveClient(stage.product);
    const headers = await bearer('repository:others/app:pull');
    assert.equal((await ask('others/app/manifests/1.0', { headers })).status, 401);
    const error = await errorOf(stage.verify([ann], `${stage.product.foreign}:1.0`));
    assert.equal(error.code, 'not-signed-in');
  });

  it('lists no repositories, which a naive client takes for there being none', async () => {
    stage = await newProductStage('docker-hub');
    const { bearer, ask } = naiveClient(stage.product);
    const answer = await ask('_catalog', { headers: await bearer('registry:catalog:*') });
    const body = (await answer.json()) as { repositories?: string[] };
    assert.deepEqual([answer.status, body.repositories], [401, undefined]);
    // The engine asks Hub's own list API (test/registry/browse.test.ts), which is not on here, and nobody for a catalog.
    const { asked } = stage.product.names;
    const before = asked.length;
    assert.equal((await errorOf(stage.repositories())).code, 'unreachable');
    assert.deepEqual([...new Set(asked.slice(before).map(({ url }) => url.host))], ['hub.docker.com']);
  });

  it('has its blobs elsewhere and wants no Authorization there, which a naive client sends along [S29]', async () => {
    stage = await newProductStage('docker-hub');
    const { product } = stage;
    const { bearer, ask, go } = naiveClient(product);
    const headers = await bearer('repository:ann/app:pull');
    const answer = await ask(`${pathOf(product)}/blobs/${someBlob(product)}`, { headers });
    assert.equal((await go(answer.headers.get('location') ?? '', { headers })).status, 400);
    const before = product.names.asked.length;
    await stage.engine.readPayloadText(product.repository, someBlob(product), noSignal);
    const elsewhere = product.names.asked
      .slice(before)
      .filter(({ url }) => url.host.startsWith('production.'));
    assert.deepEqual(
      elsewhere.map(({ authorization }) => authorization),
      [''],
    );
  });

  it('deletes nothing, and a naive client says that it is gone', async () => {
    stage = await newProductStage('docker-hub');
    await stage.sign(ann);
    const { product } = stage;
    const { bearer, ask } = naiveClient(product);
    const headers = await bearer('repository:ann/app:delete');
    assert.equal((await ask(`${pathOf(product)}/manifests/1.0`, { method: 'DELETE', headers })).status, 405);
    const error = await errorOf(remove(stage.engine, product.reference));
    assert.equal(error.code, 'cannot-delete');
    assert.equal((await stage.verify([ann])).verdict, 'verified');
    await remove(stage.engine, product.reference, { kind: 'all' }, { whenEmpty: 'empty-list' });
    assert.equal((await stage.verify([ann])).verdict, 'unsigned');
  });

  it('says in plain text that there were too many, which a naive client takes for broken JSON', async () => {
    const limit = { requests: 0, retryAfterSeconds: 3600, counts: isManifestGet };
    stage = await newProductStage('docker-hub', { rateLimit: limit });
    const { bearer, ask } = naiveClient(stage.product);
    const headers = await bearer('repository:ann/app:pull');
    const answer = await ask(`${pathOf(stage.product)}/manifests/1.0`, { headers });
    assert.equal(answer.status, 429);
    await assert.rejects(answer.json());
    const error = await errorOf(stage.verify([ann]));
    assert.equal(error.code, 'rate-limited');
    assert.match(JSON.stringify(error.details), /You have reached your pull rate limit/);
    assert.deepEqual(await stage.tags(), ['1.0']);
  });
});

function isManifestGet({ method, path }: { readonly method: string; readonly path: string }): boolean {
  return method === 'GET' && path.includes('/manifests/');
}
