// JFrog Artifactory, emulated (registries §3.5): each of its ways beside a client that does not know of it.
import assert from 'node:assert/strict';
import type { Digest } from '../../../src/engine/oci/digest.ts';
import { signatureTag } from '../../../src/engine/signatures/tags.ts';
import { virtualRepository } from '../../demo/products/artifactory.ts';
import { basicOf } from '../../demo/products/startProduct.ts';
import { makeSigner } from '../../support/scene.ts';
import { emptyIndex, naiveClient, pathOf, putManifest } from './naive.ts';
import { errorOf, newProductStage, type ProductStage, stageAt } from './stage.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

describe('Artifactory', () => {
  let stage: ProductStage;
  afterEach(() => stage.stop());

  it('has a token server for each key, below a path that a naive client does not make up', async () => {
    stage = await newProductStage('artifactory');
    const { product } = stage;
    product.add(virtualRepository, '1.0');
    const { go, basic } = naiveClient(product);
    const headers = { authorization: basic };
    const own = `https://${product.wire}/v2/token?scope=repository:docker-local/app:pull`;
    assert.equal((await go(own, { headers })).status, 404);
    assert.deepEqual(await stage.tags(), ['1.0']);
    assert.deepEqual(await stage.tags(`${product.registry}/${virtualRepository}`), ['1.0']);
    const asked = product.server.requests.filter(({ path }) => /^\/artifactory\/.*\/token$/.test(path));
    assert.ok(asked.some(({ path }) => path === '/artifactory/api/docker/docker-local/v2/token'));
  });

  it('gives no token to a POST without a password, which a naive client sends with an identity token', async () => {
    stage = await newProductStage('artifactory');
    const { product } = stage;
    const realm = `https://${product.wire}/artifactory/api/docker/docker-local/v2/token`;
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: product.writer.password });
    assert.equal((await naiveClient(product).go(realm, { method: 'POST', body })).status, 401);
    const auth = { auth: basicOf(product.writer), identitytoken: product.writer.password };
    const config = JSON.stringify({ auths: { [product.registry]: auth } });
    const engine = stageAt(product, 'nobody', { files: { '/home/ann/.docker/config.json': config } });
    assert.deepEqual(await engine.tags(), ['1.0']);
  });

  it('says 403 of a tag that a virtual repository has not, where a naive client gives up; ours looks into the list [S30]', async () => {
    stage = await newProductStage('artifactory');
    const { product } = stage;
    product.add(virtualRepository, '1.0');
    const { ask, basic } = naiveClient(product);
    const headers = { authorization: basic };
    const tag = `sha256-${'a'.repeat(64)}.sig`;
    assert.equal((await ask(`${virtualRepository}/manifests/${tag}`, { headers })).status, 403);
    const reference = `${product.registry}/${virtualRepository}:1.0`;
    assert.equal((await stage.verify([ann], reference)).verdict, 'unsigned');
    assert.equal((await stage.sign(ann, reference)).outcome, 'signed');
    assert.equal((await stage.sign(ben, reference)).outcome, 'signed');
    assert.equal((await stage.verify([ann], reference)).verdict, 'verified');
    assert.equal((await stage.verify([ben], reference)).verdict, 'verified');
  });

  it('starts no new list where the same 403 hides a tag that is in the list [S30]', async () => {
    let hidden = '';
    stage = await newProductStage('artifactory', {
      statusFor: ({ method, path }) =>
        hidden !== '' && method === 'GET' && path.endsWith(hidden)
          ? {
              status: 403,
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify({
                errors: [
                  {
                    code: 'UNAUTHORIZED',
                    message: 'The client does not have permission for manifest',
                  },
                ],
              }),
            }
          : undefined,
    });
    await stage.sign(ann);
    hidden = `/manifests/${signatureTag(stage.product.digest as Digest)}`;
    assert.equal((await stage.verify([ann])).verdict, 'could-not-check');
    assert.equal((await errorOf(stage.sign(ben))).code, 'forbidden');
    hidden = '';
    assert.equal((await stage.verify([ann])).verdict, 'verified');
  });

  it('wants no Accept but for manifests, which a naive client sends with everything', async () => {
    stage = await newProductStage('artifactory');
    const { ask, basic } = naiveClient(stage.product);
    const accept = 'application/vnd.oci.image.manifest.v1+json, application/json';
    const headers = { authorization: basic, accept };
    assert.equal((await ask(`${pathOf(stage.product)}/tags/list`, { headers })).status, 406);
    assert.deepEqual(await stage.tags(), ['1.0']);
  });

  it('takes Docker types only before version 7, and a naive client cannot sign there', async () => {
    stage = await newProductStage('artifactory', { ociTypes: false });
    const client = naiveClient(stage.product);
    const headers = { authorization: client.basic };
    const answer = await putManifest(client, pathOf(stage.product), 'x', emptyIndex, headers);
    assert.equal(answer.status, 400);
    assert.equal((await errorOf(stage.sign(ann))).code, 'media-types-refused');
    assert.equal((await stage.sign(ann, stage.product.reference, true)).outcome, 'signed');
    assert.equal((await stage.verify([ann])).verdict, 'verified');
  });

  it('says of a tag that may not be overwritten that it is not there, which a naive client believes', async () => {
    stage = await newProductStage('artifactory', { tagsImmutable: true });
    await stage.sign(ann);
    const client = naiveClient(stage.product);
    const tag = signatureTag(stage.product.digest as Digest);
    const headers = { authorization: client.basic };
    const answer = await putManifest(client, pathOf(stage.product), tag, emptyIndex, headers);
    assert.match(await answer.text(), /MANIFEST_INVALID.*Could not locate artifact/);
    const error = await errorOf(stage.sign(ben));
    assert.equal(error.code, 'tag-immutable');
    assert.equal((error.details as { setting?: string }).setting, 'artifactory');
  });

  it('sets cookies, which ours does not send back [S29]', async () => {
    stage = await newProductStage('artifactory');
    await stage.sign(ann);
    const { requests } = stage.product.server;
    assert.ok(requests.length > 5);
    assert.ok(requests.every(({ headers }) => headers['cookie'] === undefined));
  });
});
