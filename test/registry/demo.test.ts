// The demo registry itself: the endpoints of the OCI distribution spec 1.1 and each quirk's switch.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type Registry, startRegistry } from '../demo/registry.ts';
import type { RegistryOptions } from '../demo/options.ts';

const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const ociConfig = 'application/vnd.oci.image.config.v1+json';

function digest(bytes: string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

describe('the demo registry', () => {
  let registry: Registry | undefined;
  afterEach(async () => {
    await registry?.stop();
    registry = undefined;
  });

  async function start(
    options: RegistryOptions = {},
  ): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
    const started = await startRegistry(options);
    registry = started;
    return (path, init) => fetch(`http://${started.address}${path}`, { redirect: 'manual', ...init });
  }

  async function push(
    call: (path: string, init?: RequestInit) => Promise<Response>,
    tag: string,
    extra: Record<string, unknown> = {},
  ): Promise<{ response: Response; text: string }> {
    const config = '{}';
    await call(`/v2/demo/app/blobs/uploads/?digest=${digest(config)}`, { method: 'POST', body: config });
    const text = JSON.stringify({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: { mediaType: ociConfig, size: 2, digest: digest(config) },
      layers: [],
      ...extra,
    });
    const headers = { 'content-type': ociManifest };
    const response = await call(`/v2/demo/app/manifests/${tag}`, { method: 'PUT', body: text, headers });
    return { response, text };
  }

  async function code(response: Response): Promise<string> {
    const body = (await response.json()) as { errors: { code: string }[] };
    return body.errors[0]?.code ?? '';
  }

  it('gives back by tag and by digest the bytes that were pushed, with their media type and digest', async () => {
    const call = await start();
    const { response, text } = await push(call, '1.0');
    assert.equal(response.status, 201);
    for (const target of ['1.0', digest(text)]) {
      const got = await call(`/v2/demo/app/manifests/${target}`);
      assert.equal(await got.text(), text);
      assert.equal(got.headers.get('content-type'), ociManifest);
      assert.equal(got.headers.get('docker-content-digest'), digest(text));
      const head = await call(`/v2/demo/app/manifests/${target}`, { method: 'HEAD' });
      assert.equal(head.headers.get('content-length'), String(text.length));
    }
  });

  it('takes a blob by one POST, by POST and PUT, by POST, PATCH and PUT, and by mount', async () => {
    const call = await start({ singlePost: false, absoluteLocations: true });
    const single = await call(`/v2/a/b/blobs/uploads/?digest=${digest('x')}`, { method: 'POST', body: 'x' });
    assert.equal(single.status, 202);
    const location = new URL(single.headers.get('location') ?? '');
    const put = await call(`${location.pathname}${location.search}&digest=${digest('x')}`, {
      method: 'PUT',
      body: 'x',
    });
    assert.equal(put.status, 201);
    const begun = await call('/v2/a/b/blobs/uploads/', { method: 'POST' });
    const path = new URL(begun.headers.get('location') ?? '').pathname;
    assert.equal((await call(path, { method: 'PATCH', body: 'he' })).status, 202);
    assert.equal((await call(`${path}?digest=${digest('hey')}`, { method: 'PUT', body: 'y' })).status, 201);
    assert.equal(await (await call(`/v2/a/b/blobs/${digest('hey')}`)).text(), 'hey');
    const mount = `/v2/c/d/blobs/uploads/?mount=${digest('hey')}&from=a/b`;
    assert.equal((await call(mount, { method: 'POST' })).status, 201);
    assert.equal(await (await call(`/v2/c/d/blobs/${digest('hey')}`)).text(), 'hey');
  });

  it('refuses a wrong digest, a missing blob and broken JSON, and takes them all with checks off', async () => {
    const call = await start();
    const wrong = `/v2/demo/app/manifests/${digest('other')}`;
    const headers = { 'content-type': ociManifest };
    assert.equal(await code(await call(wrong, { method: 'PUT', body: '{}', headers })), 'DIGEST_INVALID');
    const blob = `/v2/demo/app/blobs/uploads/?digest=${digest('other')}`;
    assert.equal(await code(await call(blob, { method: 'POST', body: 'x' })), 'DIGEST_INVALID');
    const missing = await push(call, 'x', { layers: [{ digest: digest('none') }] });
    assert.equal(await code(missing.response), 'MANIFEST_BLOB_UNKNOWN');
    assert.equal(
      await code(await call('/v2/demo/app/manifests/x', { method: 'PUT', body: 'no', headers })),
      'MANIFEST_INVALID',
    );
    await registry?.stop();
    const loose = await start({ checks: false });
    assert.equal((await loose(wrong, { method: 'PUT', body: 'no', headers })).status, 201);
  });

  it('pages tags with Link, without Link, or not at all', async () => {
    for (const [tagPaging, count, link] of [
      ['link', 2, true],
      ['no-link', 2, false],
      ['none', 3, false],
    ] as const) {
      const call = await start({ tagPaging });
      for (const tag of ['v1', 'v2', 'v3']) await push(call, tag);
      const page = await call('/v2/demo/app/tags/list?n=2');
      const { tags } = (await page.json()) as { tags: string[] };
      assert.equal(tags.length, count, tagPaging);
      assert.equal(page.headers.has('link'), link, tagPaging);
      if (link) {
        const next = /<([^>]+)>/.exec(page.headers.get('link') ?? '')?.[1] ?? '';
        assert.deepEqual(((await (await call(next)).json()) as { tags: string[] }).tags, ['v3']);
      }
      await registry?.stop();
    }
  });

  it('lists the referrers of a subject, and answers 404 as plain text when they are off', async () => {
    const call = await start();
    const subject = await push(call, '1.0');
    const about = { mediaType: ociManifest, size: subject.text.length, digest: digest(subject.text) };
    const pushed = await push(call, 'about', { subject: about, artifactType: 'application/x-note' });
    assert.equal(pushed.response.headers.get('oci-subject'), about.digest);
    const path = `/v2/demo/app/referrers/${about.digest}`;
    const index = (await (await call(path)).json()) as { manifests: Record<string, unknown>[] };
    assert.equal(index.manifests[0]?.['artifactType'], 'application/x-note');
    const filtered = await call(`${path}?artifactType=other`);
    assert.equal(filtered.headers.get('oci-filters-applied'), 'artifactType');
    assert.deepEqual(((await filtered.json()) as { manifests: unknown[] }).manifests, []);
    await registry?.stop();
    const without = await start({ referrers: false });
    const answer = await without(path);
    assert.equal(answer.status, 404);
    assert.match(answer.headers.get('content-type') ?? '', /text\/plain/);
  });

  it('deletes by tag and by digest, unless deletion is refused', async () => {
    const call = await start();
    const { text } = await push(call, '1.0');
    assert.equal((await call('/v2/demo/app/manifests/1.0', { method: 'DELETE' })).status, 202);
    assert.equal(await code(await call('/v2/demo/app/manifests/1.0')), 'MANIFEST_UNKNOWN');
    assert.equal((await call(`/v2/demo/app/manifests/${digest(text)}`)).status, 200);
    assert.equal((await call(`/v2/demo/app/manifests/${digest(text)}`, { method: 'DELETE' })).status, 202);
    assert.equal((await call(`/v2/demo/app/manifests/${digest(text)}`)).status, 404);
    await registry?.stop();
    const refusing = await start({ deleteRefused: true });
    assert.equal((await refusing('/v2/demo/app/manifests/1.0', { method: 'DELETE' })).status, 405);
  });

  it('pages referrers with Link, and keeps quiet about subjects when told to', async () => {
    const call = await start({ referrersPageSize: 2, subjectHeader: false });
    const subject = await push(call, '1.0');
    const about = { mediaType: ociManifest, size: subject.text.length, digest: digest(subject.text) };
    for (const tag of ['a', 'b', 'c']) {
      const { response } = await push(call, tag, { subject: about, annotations: { tag } });
      assert.equal(response.headers.get('oci-subject'), null);
    }
    const seen: number[] = [];
    for (let next: string | undefined = `/v2/demo/app/referrers/${about.digest}`; next !== undefined;) {
      const page = await call(next);
      seen.push(((await page.json()) as { manifests: unknown[] }).manifests.length);
      next = /<([^>]+)>/.exec(page.headers.get('link') ?? '')?.[1];
    }
    assert.deepEqual(seen, [2, 1]);
  });

  it('turns on each quirk by its switch', async () => {
    let call = await start({
      tagsImmutable: true,
      requireAccept: true,
      catalog: false,
      strictContentType: true,
    });
    const { text } = await push(call, '1.0');
    assert.equal(await code((await push(call, '1.0', { annotations: { a: 'b' } })).response), 'TAG_INVALID');
    assert.equal((await push(call, '1.0')).response.status, 201);
    assert.equal((await call('/v2/demo/app/manifests/1.0')).status, 404);
    assert.equal(
      (await call('/v2/demo/app/manifests/1.0', { headers: { accept: ociManifest } })).status,
      200,
    );
    assert.equal((await call('/v2/_catalog')).status, 404);
    const loose = await call('/v2/demo/app/manifests/x', {
      method: 'PUT',
      body: text,
      headers: { 'content-type': 'text/plain' },
    });
    assert.equal(await code(loose), 'MANIFEST_INVALID');
    await registry?.stop();
    call = await start({
      rateLimit: { requests: 1, retryAfterSeconds: 7 },
      statusFor: (request) => (request.path === '/odd' ? { status: 418 } : undefined),
    });
    assert.equal((await call('/odd')).status, 418);
    const limited = await call('/v2/');
    assert.equal(limited.status, 429);
    assert.equal(limited.headers.get('retry-after'), '7');
    assert.deepEqual(
      registry?.requests.map((request) => request.status),
      [418, 429],
    );
  });
});
