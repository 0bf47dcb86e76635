// Public ECR, Quay, Gitea and zot, emulated (registries §3.1, "Quay", §1b): their ways beside a client that knows none.
import assert from 'node:assert/strict';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import { buildImage } from '../../demo/images.ts';
import { copyImage, copyRequest } from '../../support/copied.ts';
import { makeSigner } from '../../support/scene.ts';
import { naiveClient, pathOf, putManifest, someBlob } from './naive.ts';
import { errorOf, newProductStage, type ProductStage, stageAt } from './stage.ts';

const ann = makeSigner('ann');

let stage: ProductStage;
const end = (): Promise<void> => stage.stop();

describe('Amazon ECR Public', () => {
  beforeEach(async () => {
    stage = await newProductStage('ecr-public');
  });
  afterEach(end);

  it('wants the bare word aws for a scope, in which a naive client looks for a repository', async () => {
    const challenge = (await naiveClient(stage.product).ask('')).headers.get('www-authenticate') ?? '';
    assert.match(challenge, /scope="aws"/);
    assert.equal(/scope="repository:([^:]+):([a-z,]+)"/.exec(challenge), null);
    assert.equal((await stage.sign(ann)).outcome, 'signed');
    const asked = stage.product.server.requests.filter(({ path }) => path === '/token/');
    assert.ok(asked.length > 0 && asked.every(({ query }) => query.getAll('scope').join() === 'aws'));
  });

  it('lets everybody read, without a login that a naive client asks for', async () => {
    assert.equal((await naiveClient(stage.product).ask('acme/app/manifests/1.0')).status, 401);
    assert.equal((await stageAt(stage.product, 'nobody').verify([ann])).verdict, 'unsigned');
  });
});

describe('Quay', () => {
  beforeEach(async () => {
    stage = await newProductStage('quay');
  });
  afterEach(end);

  it('says nothing but true to who is not signed in, in which a naive client looks for errors', async () => {
    const body = (await (await naiveClient(stage.product).ask('')).json()) as { errors?: { code: string }[] };
    assert.throws(() => body.errors![0]!.code);
    const error = await errorOf(stageAt(stage.product, 'nobody').verify([ann]));
    assert.equal(error.code, 'not-signed-in');
  });

  it('mounts no blob without being told from where, which a naive client leaves open', async () => {
    const { ask, bearer } = naiveClient(stage.product);
    const headers = await bearer('repository:acme/app:pull,push');
    const path = `acme/app/blobs/uploads/?mount=${someBlob(stage.product)}`;
    assert.equal((await ask(path, { method: 'POST', headers })).status, 400);
    stage.product.server.requests.length = 0;
    await copyImage(stage.engine, copyRequest(stage.product.reference, 'quay.io/acme/copy:1.0'));
    const mounts = stage.product.server.requests.filter(({ query }) => query.has('mount'));
    assert.ok(mounts.length > 0 && mounts.every(({ query }) => query.get('from') === 'acme/app'));
    assert.ok(mounts.every(({ status }) => status === 201));
  });

  it('takes no signature with Docker types, of which a naive client makes no word', async () => {
    const error = await errorOf(stage.sign(ann, stage.product.reference, true));
    assert.equal(error.code, 'media-types-refused');
    assert.equal((await stage.sign(ann)).outcome, 'signed');
  });
});

describe('Gitea', () => {
  beforeEach(async () => {
    stage = await newProductStage('gitea');
  });
  afterEach(end);

  it('names Bearer and Basic in two headers and a scope that is a star, which a naive client reads as one', async () => {
    const challenge = (await naiveClient(stage.product).ask('')).headers.get('www-authenticate') ?? '';
    const parameters = [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]);
    assert.equal(Object.fromEntries(parameters)['realm'], 'Gitea Container Registry');
    assert.equal((await stage.sign(ann)).outcome, 'signed');
    assert.equal((await stage.verify([ann])).verdict, 'verified');
  });
});

describe('zot', () => {
  beforeEach(async () => {
    stage = await newProductStage('zot');
  });
  afterEach(end);

  it('takes no Docker types, which a naive client writes', async () => {
    const client = naiveClient(stage.product);
    const { manifest, mediaType } = buildImage('docker', { docker: true });
    const body = JSON.parse(Buffer.from(manifest).toString()) as { mediaType: string };
    const headers = { authorization: client.basic };
    const { blobs } = buildImage('docker', { docker: true });
    const target = stage.product.server.state.repositories.get('acme/app')!.blobs;
    for (const blob of blobs) target.set(digestOf(blob), blob);
    assert.equal((await putManifest(client, pathOf(stage.product), 'docker', body, headers)).status, 415);
    assert.equal(mediaType, body.mediaType);
    assert.equal((await errorOf(stage.sign(ann, stage.product.reference, true))).code, 'media-types-refused');
    assert.equal((await stage.sign(ann)).outcome, 'signed');
  });

  it('has no ETag, with which a naive client compares', async () => {
    const { ask, basic } = naiveClient(stage.product);
    const headers = { authorization: basic };
    const answer = await ask('acme/app/manifests/1.0', { headers });
    assert.equal(answer.headers.get('etag'), null);
    assert.equal((await stage.verify([ann])).digest, stage.product.digest);
  });

  it('leaves the slash of a name in its Link as it is, where a naive client looks for %2F; it mounts from anywhere', async () => {
    for (let one = 0; one < 150; one += 1) stage.product.add('acme/many', `v${one}`);
    const { ask, basic } = naiveClient(stage.product);
    const headers = { authorization: basic };
    const answer = await ask('_catalog?n=1', { headers });
    assert.match(answer.headers.get('link') ?? '', /last=acme\/app>/);
    assert.equal(/last=([^/>]+)>/.exec(answer.headers.get('link') ?? ''), null);
    const mount = `acme/other/blobs/uploads/?mount=${someBlob(stage.product)}`;
    assert.equal((await ask(mount, { method: 'POST', headers })).status, 201);
    assert.ok((await stage.repositories()).includes('zot.example.com/acme/many'));
  });
});
