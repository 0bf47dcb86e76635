// GitLab's registry, emulated (registries §3.7): each of its ways beside a client that does not know of it.
import assert from 'node:assert/strict';
import { basicOf } from '../../demo/products/startProduct.ts';
import { makeSigner, noSignal } from '../../support/scene.ts';
import { naiveClient, pathOf, someBlob } from './naive.ts';
import { errorOf, newProductStage, type ProductStage, stageAt } from './stage.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

describe('GitLab', () => {
  let stage: ProductStage;
  afterEach(() => stage.stop());

  it('gives tokens without a life, where a naive client reads expires_in', async () => {
    stage = await newProductStage('gitlab');
    const { go, basic } = naiveClient(stage.product);
    const url = 'https://gitlab.com/jwt/auth?service=container_registry&scope=repository:acme/app:pull';
    const answer = (await (await go(url, { headers: { authorization: basic } })).json()) as object;
    assert.deepEqual(Object.keys(answer), ['token']);
    assert.deepEqual(await stage.tags(), ['1.0']);
  });

  it('ends a token in the middle of a push, where a naive client gives up; ours asks for another and goes on', async () => {
    stage = await newProductStage('gitlab', { token: { uses: 4 } });
    const { ask, bearer } = naiveClient(stage.product);
    const headers = await bearer('repository:acme/app:pull');
    const statuses = [];
    for (let one = 0; one < 5; one += 1) {
      statuses.push((await ask('acme/app/manifests/1.0', { headers, method: 'HEAD' })).status);
    }
    assert.deepEqual(statuses, [200, 200, 200, 200, 401]);
    assert.equal((await stage.sign(ann)).outcome, 'signed');
    assert.equal((await stage.sign(ben)).outcome, 'signed');
    assert.equal((await stage.verify([ann])).verdict, 'verified');
    assert.equal((await stage.verify([ben])).verdict, 'verified');
  });

  it('answers nothing to a POST for a token, where a naive client looks for words', async () => {
    stage = await newProductStage('gitlab');
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'glpat-of-a-writer' });
    const answer = await naiveClient(stage.product).go('https://gitlab.com/jwt/auth', {
      method: 'POST',
      body,
    });
    assert.deepEqual([answer.status, await answer.text()], [404, '']);
    const auth = { auth: basicOf(stage.product.writer), identitytoken: stage.product.writer.password };
    const files = {
      '/home/ann/.docker/config.json': JSON.stringify({ auths: { [stage.product.registry]: auth } }),
    };
    assert.deepEqual(await stageAt(stage.product, 'nobody', { files }).tags(), ['1.0']);
  });

  it('lists no catalog but to admins, which a naive client takes for a wrong password', async () => {
    stage = await newProductStage('gitlab');
    const { ask, bearer } = naiveClient(stage.product);
    const answer = await ask('_catalog', { headers: await bearer('registry:catalog:*') });
    assert.equal(answer.status, 401);
    assert.match(answer.headers.get('www-authenticate') ?? '', /error="insufficient_scope"/);
    assert.equal((await errorOf(stage.repositories())).code, 'no-list');
  });

  it('gives the image itself under the tag of its referrers, in which a naive client looks for a list', async () => {
    stage = await newProductStage('gitlab');
    const { ask, bearer } = naiveClient(stage.product);
    const headers = { ...(await bearer('repository:acme/app:pull')), accept: '*/*' };
    const tag = stage.product.digest.replace(':', '-');
    const answer = (await (await ask(`acme/app/manifests/${tag}`, { headers })).json()) as object;
    assert.ok(!('manifests' in answer));
    const report = await stage.verify([ann]);
    assert.equal(report.verdict, 'unsigned');
    const fallback = report.places.find(({ place }) => place.kind === 'fallback-tag');
    assert.equal(fallback?.outcome === 'none' && fallback.why, 'is-the-subject');
    await stage.sign(ann);
    assert.equal((await stage.verify([ann])).verdict, 'verified');
  });

  it('refuses a wrong password with 403, which a naive client takes for a right that is missing', async () => {
    stage = await newProductStage('gitlab');
    const wrong = { user: 'ann', password: 'wrong' };
    const error = await errorOf(stageAt(stage.product, wrong).tags());
    assert.equal(error.code, 'token-refused');
    assert.match(JSON.stringify(error.details), /access forbidden/);
  });

  it('has its blobs elsewhere and wants no Authorization there, which a naive client sends along [S29]', async () => {
    stage = await newProductStage('gitlab');
    const { product } = stage;
    const { bearer, ask, go } = naiveClient(product);
    const headers = await bearer('repository:acme/app:pull');
    const answer = await ask(`${pathOf(product)}/blobs/${someBlob(product)}`, { headers });
    assert.equal((await go(answer.headers.get('location') ?? '', { headers })).status, 400);
    await stage.engine.readPayloadText(product.repository, someBlob(product), noSignal);
    const elsewhere = product.names.asked.filter(({ url }) => url.host.startsWith('cdn.'));
    assert.equal(elsewhere.at(-1)?.authorization, '');
  });
});
