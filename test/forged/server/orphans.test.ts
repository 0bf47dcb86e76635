// What looks like a signature without an image and is none, or may be none (S33): in a signature repository every list
// does, a registry may hide what is there, and a payload names whatever its writer liked.
import assert from 'node:assert/strict';
import type { OrphanFinding, OrphanPage } from '../../../src/engine/removePlan.ts';
import { digestOf, type Digest } from '../../../src/engine/oci/digest.ts';
import { buildPayload } from '../../../src/engine/signatures/payload.ts';
import { newSignatureImage } from '../../../src/engine/signatures/signatureImage.ts';
import { attestationTag, signatureTag } from '../../../src/engine/signatures/tags.ts';
import { findOrphans } from '../../../src/engine/verbs/findOrphans.ts';
import type { RegistryOptions } from '../../demo/options.ts';
import { repositoryOf, storeBlob, storeManifest } from '../../demo/state.ts';
import { remove } from '../../support/removal.ts';
import { makeSigner, newStage, noSignal, type Stage } from '../../support/scene.ts';
import type { WorldOptions } from '../../support/world.ts';
import { startRegistry } from '../../demo/registry.ts';
import { newInternet, says, type Site } from './internet.ts';

const ann = makeSigner('ann');
const gone = digestOf(Buffer.from('an image that was deleted'));

describe('a signature without its image', () => {
  let stage: Stage;
  afterEach(() => stage.stop());

  const start = async (options: RegistryOptions = {}, world: WorldOptions = {}): Promise<void> => {
    stage = await newStage(options, world);
  };
  /** Puts a list into a repository, one signature for each name, over `signed`. */
  const put = (path: string, names: readonly string[], digest: Digest, signed = digest): void => {
    const signatures = names.map((name) => {
      const payload = buildPayload(name, signed, []);
      return { payload, signature: ann.open.sign(payload) };
    });
    const image = newSignatureImage(signatures, 'oci', 'the test');
    for (const { bytes } of image.payloads) storeBlob(stage.registry.state, path, bytes);
    if (image.config !== undefined) storeBlob(stage.registry.state, path, image.config.bytes);
    storeManifest(stage.registry.state, path, signatureTag(digest), image.mediaType, image.manifest);
  };
  const at = (path: string): string => `${stage.registry.address}/${path}`;
  const find = async (path: string, registries: readonly string[] = []): Promise<OrphanFinding[]> => {
    const findings: OrphanFinding[] = [];
    for await (const page of stage.engine.findOrphans({ repository: at(path), registries }, noSignal)) {
      findings.push(...page.findings);
    }
    return findings;
  };
  const states = (findings: readonly OrphanFinding[]): readonly unknown[] =>
    findings.map(({ state, why }) => (why === undefined ? state : `${state}: ${why.code}`));

  it('is an orphan where its image is in no repository that it names [S33]', async () => {
    await start();
    put('sigs', [at('demo/app'), at('demo/other')], gone);
    repositoryOf(stage.registry.state, 'demo/other');
    const [finding, ...others] = await find('sigs');
    assert.equal(finding?.state, 'orphan');
    assert.deepEqual(finding.looked, [at('sigs'), at('demo/app'), at('demo/other')]);
    assert.deepEqual(others, []);
  });

  it('is none in a signature repository, where the image is in the one that it names [S33]', async () => {
    await start();
    put('sigs', [at('demo/app')], stage.image.digest);
    assert.deepEqual(await find('sigs'), [], 'a signature of an image that is there counts as orphan');
  });

  it('is none where one of its signatures names a repository that has the image [S33]', async () => {
    await start();
    put('sigs', [at('demo/other'), at('demo/app')], stage.image.digest);
    assert.deepEqual(await find('sigs'), [], 'a signature of an image that is there counts as orphan');
  });

  it('cannot be told where the repository that it names may only be hidden [S33] [S17]', async () => {
    const users = { ann: 'secret' };
    const hides: RegistryOptions = {
      auth: { basic: users },
      statusFor: ({ path }) => (path.startsWith('/v2/hidden/') ? { status: 404, body: '{}' } : undefined),
    };
    const files: Record<string, string> = {};
    stage = await newStage(hides, { files }, { headers: basic('ann', 'secret') });
    files['/home/ann/.docker/config.json'] = JSON.stringify({
      auths: { [stage.registry.address]: { auth: Buffer.from('ann:secret').toString('base64') } },
    });
    put('sigs', [at('hidden/app')], gone);
    assert.deepEqual(states(await find('sigs')), ['cannot-tell: may-not-read']);
  });

  for (const status of [401, 403, 429, 500]) {
    it(`cannot be told where the look for its image ends in ${status} [S33]`, async () => {
      await start({
        statusFor: ({ path }) => (path.includes(`/manifests/${gone}`) ? { status, body: '{}' } : undefined),
      });
      put('sigs', [at('demo/app')], gone);
      assert.deepEqual(states(await find('sigs')), ['cannot-tell: could-not-look']);
    });
  }

  it('cannot be told where the look for its image ends at a web page that says 404 [S33]', async () => {
    const page = { status: 404, headers: { 'content-type': 'text/html' }, body: '<html>Not found</html>' };
    await start({ statusFor: ({ path }) => (path.includes(`/manifests/${gone}`) ? page : undefined) });
    put('sigs', [at('demo/app')], gone);
    assert.deepEqual(states(await find('sigs')), ['cannot-tell: could-not-look']);
  });

  it('cannot be told where a payload is not readable [S33]', async () => {
    await start();
    put('sigs', [at('demo/app')], gone);
    const { blobs } = repositoryOf(stage.registry.state, 'sigs');
    blobs.delete(digestOf(buildPayload(at('demo/app'), gone, [])));
    assert.deepEqual(states(await find('sigs')), ['cannot-tell: payload-not-readable']);
  });

  it('cannot be told where it names no repository, or is for another image [S33]', async () => {
    await start();
    put('sigs', [at('demo/app'), 'no name at all!'], gone);
    put('sigs', [at('demo/app')], digestOf(Buffer.from('another')), gone);
    assert.deepEqual(states(await find('sigs')).toSorted(), [
      'cannot-tell: names-no-image',
      'cannot-tell: names-other-image',
    ]);
  });

  it('cannot be told of attestations and of lists without any signature [S33]', async () => {
    await start();
    put('sigs', [], gone);
    put('sigs', [at('demo/app')], digestOf(Buffer.from('another')));
    const { tags } = repositoryOf(stage.registry.state, 'sigs');
    const list = tags.get(signatureTag(digestOf(Buffer.from('another')))) ?? '';
    tags.delete(signatureTag(digestOf(Buffer.from('another'))));
    tags.set(attestationTag(gone), list);
    assert.deepEqual(states(await find('sigs')), [
      'cannot-tell: names-no-image',
      'cannot-tell: names-no-image',
    ]);
  });

  it('makes no host be asked that nobody named [S33]', async () => {
    await start();
    const other = await startRegistry();
    try {
      put('sigs', [`${other.address}/demo/app`], gone);
      assert.deepEqual(states(await find('sigs')), ['cannot-tell: other-registry']);
      assert.deepEqual(other.requests, []);
      assert.deepEqual(states(await find('sigs', [other.address])), ['orphan']);
    } finally {
      await other.stop();
    }
  });

  it('is looked for part by part, once per image, and can be given up', async () => {
    await start();
    for (let n = 0; n < 150; n++) put('sigs', [at('demo/app')], digestOf(Buffer.from(String(n))));
    const cancel = new AbortController();
    const request = { repository: at('sigs'), registries: [] };
    let seen = 0;
    await assert.rejects(async () => {
      for await (const page of stage.engine.findOrphans(request, cancel.signal)) {
        seen += page.findings.length;
        assert.equal(page.done, seen);
        cancel.abort();
      }
    }, /cancelled/);
    assert.ok(seen > 0 && seen < 150);
  });

  it('is removed by its tag when it was chosen, and nothing beside it', async () => {
    await start();
    put('sigs', [at('demo/app')], gone);
    put('sigs', [at('demo/app')], stage.image.digest);
    const tags = (await find('sigs')).map(({ tag }) => tag);
    await remove(stage.engine, { kind: 'tags', repository: at('sigs'), tags });
    const left = [...repositoryOf(stage.registry.state, 'sigs').tags.keys()];
    assert.deepEqual(left, [signatureTag(stage.image.digest)]);
  });

  it('is never said to be none where a page ends just where the search does [S33]', async () => {
    await start();
    const tags = (page: number): readonly string[] =>
      Array.from({ length: 1000 }, (_, at) => signatureTag(digestOf(Buffer.from(`${page}.${at}`))));
    const list: Site = ({ method, url }) => {
      if (method === 'HEAD') {
        return says(200, '', { 'docker-content-digest': url.pathname.split('/').at(-1) ?? '' });
      }
      const page = Number(url.searchParams.get('last') ?? 0) + 1;
      const link = { link: `<${url.pathname}?last=${page}>; rel="next"` };
      return says(200, { name: 'many', tags: tags(page) }, page < 12 ? link : {});
    };
    const { engine } = newInternet({ 'https://registry.example': list });
    const request = { repository: 'registry.example/many', registries: [] };
    let last: OrphanPage | undefined;
    for await (const page of findOrphans(engine, request, noSignal)) last = page;
    assert.deepEqual(last, { findings: [], done: 10_000, listed: 10_000, complete: false });
  });
});

function basic(user: string, password: string): Readonly<Record<string, string>> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}
