// GitHub's registry, emulated (registries §3.8): each of its ways beside a client that does not know of it.
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import { jsonAnswer } from '../../demo/answers.ts';
import { remove } from '../../support/removal.ts';
import { makeSigner, noSignal } from '../../support/scene.ts';
import { naiveClient, pathOf, someBlob } from './naive.ts';
import { errorOf, newProductStage, type ProductStage, stageAt } from './stage.ts';

const ann = makeSigner('ann');

describe('GHCR', () => {
  let stage: ProductStage;
  beforeEach(async () => {
    stage = await newProductStage('ghcr');
  });
  afterEach(() => stage.stop());

  it('names a scope on the ping that means nothing, which a naive client asks for', async () => {
    const { ask, token } = naiveClient(stage.product);
    const challenge = (await ask('')).headers.get('www-authenticate') ?? '';
    const [, scope = ''] = /scope="([^"]*)"/.exec(challenge) ?? [];
    assert.equal(await token(scope), undefined);
    const { registry, writer } = stage.product;
    const login = { kind: 'basic', username: writer.user, password: writer.password } as const;
    const trial = await stage.engine.trySignIn({ registry, repository: 'ann/app', login }, noSignal);
    assert.equal(trial.pull, 'granted');
    const asked = stage.product.server.requests.filter(({ path }) => path === '/token').slice(1);
    assert.ok(asked.length > 1);
    assert.ok(asked.every(({ query }) => !query.getAll('scope').includes(scope)));
  });

  it('redirects who looks for referrers to a web page, where a naive client finds HTML', async () => {
    const { ask, go, bearer } = naiveClient(stage.product);
    const headers = await bearer('repository:ann/app:pull');
    const answer = await ask(`ann/app/referrers/${stage.product.digest}`, { headers });
    assert.equal(answer.status, 303);
    const page = await go(answer.headers.get('location') ?? '');
    await assert.rejects(page.json());
    const before = stage.product.names.asked.length;
    const report = await stage.verify([ann]);
    assert.equal(report.verdict, 'unsigned');
    const asked = stage.product.names.asked.slice(before);
    assert.ok(asked.every(({ url }) => url.host !== 'github.com'));
  });

  it('leads its catalog to pages of nothing, where a naive client goes round for ever; ours asks for the packages', async () => {
    await stage.stop();
    const packages = [{ name: 'app', owner: { login: 'Ann' } }];
    stage = await newProductStage('ghcr', {
      statusFor: ({ path }) => (path === '/user/packages' ? jsonAnswer(200, packages) : undefined),
    });
    for (let one = 0; one < 250; one += 1) stage.product.add(`ann/image-${one}`, '1.0');
    const { ask, bearer } = naiveClient(stage.product);
    const headers = await bearer('registry:catalog:*');
    let path = '_catalog';
    const links = [];
    for (let page = 0; page < 4; page += 1) {
      const answer = await ask(path, { headers });
      const [, next = ''] = /<\/v2\/([^>]*)>/.exec(answer.headers.get('link') ?? '') ?? [];
      links.push(next);
      path = next;
    }
    assert.equal(new Set(links).size, 1);
    assert.deepEqual(await stage.repositories(), ['ghcr.io/ann/app']);
  });

  it('deletes nothing, and a naive client says that it is gone', async () => {
    await stage.sign(ann);
    const { ask, bearer } = naiveClient(stage.product);
    const headers = await bearer('repository:ann/app:delete');
    assert.equal((await ask('ann/app/manifests/1.0', { method: 'DELETE', headers })).status, 405);
    const refusal = await errorOf(remove(stage.engine, stage.product.reference));
    assert.ok(isEngineError(refusal, 'cannot-delete'));
    assert.equal(refusal.details.advice, 'ghcr-delete');
    assert.equal((await stage.verify([ann])).verdict, 'verified');
  });

  it('says 403 at the token server or 404 at the registry of what is not there; a naive client knows one of them', async () => {
    const { token, ask, bearer } = naiveClient(stage.product);
    assert.equal(await token('repository:others/app:pull'), undefined);
    const headers = await bearer('repository:ann/none:pull');
    assert.equal((await ask('ann/none/manifests/1.0', { headers })).status, 404);
    assert.equal((await errorOf(stage.verify([ann], `${stage.product.foreign}:1.0`))).code, 'token-refused');
    assert.equal(
      (await errorOf(stage.verify([ann], `${stage.product.missing}:1.0`))).code,
      'subject-not-found',
    );
  });

  it('gives a reader a token that does not push, which a naive client finds out halfway', async () => {
    const { token, ask } = naiveClient(stage.product);
    const given = await token('repository:ann/app:pull,push', stage.product.reader);
    const headers = { authorization: `Bearer ${given}` };
    assert.equal((await ask('ann/app/blobs/uploads/', { method: 'POST', headers })).status, 403);
    const error = await errorOf(stageAt(stage.product, stage.product.reader).sign(ann));
    assert.equal(error.code, 'forbidden');
    assert.match(JSON.stringify(error.details), /does not match expected scopes/);
  });

  it('lists a hundred tags a page, of which a naive client sees the first', async () => {
    for (let one = 0; one < 250; one += 1) stage.product.add('ann/many', `v${one}`);
    const { ask, bearer } = naiveClient(stage.product);
    const answer = await ask('ann/many/tags/list', { headers: await bearer('repository:ann/many:pull') });
    assert.equal(((await answer.json()) as { tags: string[] }).tags.length, 100);
    assert.equal((await stage.tags('ghcr.io/ann/many')).length, 250);
  });

  it('has its blobs elsewhere and wants no Authorization there, which a naive client sends along [S29]', async () => {
    const { product } = stage;
    const { bearer, ask, go } = naiveClient(product);
    const headers = await bearer('repository:ann/app:pull');
    const answer = await ask(`${pathOf(product)}/blobs/${someBlob(product)}`, { headers });
    assert.equal((await go(answer.headers.get('location') ?? '', { headers })).status, 400);
    await stage.engine.readPayloadText(product.repository, someBlob(product), noSignal);
    const elsewhere = product.names.asked.filter(({ url }) => url.host.startsWith('pkg-containers.'));
    assert.equal(elsewhere.at(-1)?.authorization, '');
  });
});
