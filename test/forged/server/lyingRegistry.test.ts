// A registry that lies about what it holds (S31, S16), and one that answers without end (S40, S35).
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import type { ErrorCode } from '../../../src/engine/errors.ts';
import { ociIndex, ociManifest, simpleSigning } from '../../../src/engine/oci/mediaTypes.ts';
import { signatureTag } from '../../../src/engine/signatures/tags.ts';
import { planSign } from '../../../src/engine/verbs/planSign.ts';
import { runSign } from '../../../src/engine/verbs/runSign.ts';
import { verify } from '../../../src/engine/verbs/verify.ts';
import { repositoryOf } from '../../demo/state.ts';
import { makeSigner, noSignal, signRequest, verifyRequest } from '../../support/scene.ts';
import { putImage, putSignatures, signatureOver } from './images.ts';
import { type Asked, newInternet, registrySite, says } from './internet.ts';

const ann = makeSigner('ann');
const name = 'registry.example/demo/app';
const request = verifyRequest(`${name}:1.0`, { trusted: [ann] });
const nothing = { schemaVersion: 2, mediaType: ociIndex, manifests: [] };

describe('a registry that lies about the image', () => {
  it('in its digest header changes nothing: what counts is computed from the bytes [S31]', async () => {
    const { site, state } = registrySite({}, ({ url }) => {
      if (!url.pathname.endsWith('/manifests/evil')) return undefined;
      const evil = repositoryOf(state, 'demo/app').manifests.get(unsigned);
      return new Response(Buffer.from(evil?.bytes ?? []), {
        headers: { 'content-type': ociManifest, 'docker-content-digest': signed },
      });
    });
    const signed = putImage(state, 'demo/app', '1.0');
    const unsigned = putImage(state, 'demo/app', 'evil');
    putSignatures(state, 'demo/app', signed, [signatureOver(ann, name, signed)]);
    const net = newInternet({ 'https://registry.example': site });
    const evil = verifyRequest(`${name}:evil`, { trusted: [ann] });
    const report = await verify(net.engine, evil, noSignal);
    assert.equal(report.digest, unsigned, 'the header was believed');
    assert.equal(report.verdict, 'unsigned');
    const plan = await planSign(net.engine, signRequest(`${name}:evil`, ann), noSignal);
    assert.equal(plan.digest, unsigned, 'the header was believed');
  });

  it('by giving other bytes than the digest that was asked for is found out [S31]', async () => {
    const { site, state } = registrySite({}, ({ url }) =>
      url.pathname.includes('/manifests/sha256:')
        ? says(200, nothing, { 'content-type': ociIndex })
        : undefined,
    );
    const digest = putImage(state, 'demo/app', '1.0');
    const net = newInternet({ 'https://registry.example': site });
    const byDigest = `${name}@${digest}`;
    await rejects(
      verify(net.engine, verifyRequest(byDigest, { trusted: [ann] }), noSignal),
      'digest-mismatch',
    );
    await rejects(planSign(net.engine, signRequest(byDigest, ann), noSignal), 'digest-mismatch');
  });

  it('by a body that two readers would take for two things is refused, for signing and verifying [S31]', async () => {
    const descriptor = { mediaType: ociManifest, size: 2, digest: `sha256:${'0'.repeat(64)}` };
    const image = { schemaVersion: 2, mediaType: ociManifest, config: descriptor, layers: [descriptor] };
    const bodies: readonly (readonly [body: unknown, contentType: string])[] = [
      [{ ...image, manifests: [descriptor] }, ociManifest],
      [image, ociIndex],
      [{ schemaVersion: 1, name: 'app', fsLayers: [] }, 'application/json'],
      [image, 'application/vnd.docker.distribution.manifest.v1+prettyjws'],
    ];
    for (const [body, contentType] of bodies) {
      const net = newInternet({
        'https://registry.example': () => says(200, body, { 'content-type': contentType }),
      });
      await rejects(verify(net.engine, request, noSignal), 'not-an-image');
      await rejects(planSign(net.engine, signRequest(`${name}:1.0`, ann), noSignal), 'not-an-image');
    }
  });
});

describe('a registry that lies about the signatures', () => {
  it('by giving other bytes for a payload finds no believer [S31]', async () => {
    const good = registrySite();
    const digest = putImage(good.state, 'demo/app', '1.0');
    const mine = signatureOver(ann, name, digest);
    // The layer names another payload; the registry gives the one that ann signed for this image.
    const other = { payload: Buffer.from('{"critical":"something else"}'), signature: mine.signature };
    putSignatures(good.state, 'demo/app', digest, [other]);
    const net = newInternet({
      'https://registry.example': (asked) =>
        asked.url.pathname.includes('/blobs/') ? new Response(Buffer.from(mine.payload)) : good.site(asked),
    });
    const report = await verify(net.engine, request, noSignal);
    assert.equal(report.verdict, 'could-not-check', 'a payload was believed that nobody named');
  });

  it('under another tag than the one it was pushed to says nothing about this image [S16]', async () => {
    const { site, state } = registrySite();
    const digest = putImage(state, 'demo/app', '1.0');
    const other = putImage(state, 'demo/app', '2.0');
    putSignatures(state, 'demo/app', digest, [signatureOver(ann, name, other)]);
    const net = newInternet({ 'https://registry.example': site });
    const report = await verify(net.engine, request, noSignal);
    assert.equal(report.verdict, 'rejected');
    assert.equal(report.digest, digest);
  });

  it('by a name of another repository is noticed, and the verdict is about the digest [S16]', async () => {
    const { site, state } = registrySite();
    const digest = putImage(state, 'demo/app', '1.0');
    putSignatures(state, 'demo/app', digest, [signatureOver(ann, 'elsewhere.example/x', digest)]);
    const net = newInternet({ 'https://registry.example': site });
    const report = await verify(net.engine, request, noSignal);
    assert.equal(report.verdict, 'verified');
    const checks = report.signatures[0]?.checks.filter(({ outcome }) => outcome === 'note');
    assert.deepEqual(checks, [
      { check: 'docker-reference', outcome: 'note', expected: name, found: 'elsewhere.example/x' },
    ]);
  });
});

/** A signature image whose layers name payloads of their own, which the site makes up. */
function signatureImage(layers: number, size: number): unknown {
  const layer = (index: number): unknown => ({
    mediaType: simpleSigning,
    size,
    digest: `sha256:${index.toString(16).padStart(64, '0')}`,
    annotations: { 'dev.cosignproject.cosign/signature': 'MEUCIQ==' },
  });
  const config = {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    size: 2,
    digest: `sha256:${'f'.repeat(64)}`,
  };
  const list = Array.from({ length: layers }, (_, index) => layer(index));
  return { schemaVersion: 2, mediaType: ociManifest, config, layers: list };
}

/** A list of referrers that are not there, unless the site makes them up. */
function listOf(count: number): Response {
  const manifests = Array.from({ length: count }, (_, index) => ({
    mediaType: ociManifest,
    size: 1,
    digest: `sha256:${index.toString(16).padStart(64, 'a')}`,
  }));
  return says(200, { ...nothing, manifests }, { 'content-type': ociIndex });
}

describe('a registry that answers without end', () => {
  /** The image is real; under its `.sig` tag stand so many signatures, whose payloads are made by `payload`. */
  function flood(
    layers: number,
    payload: (asked: Asked) => Response,
    referrers = 0,
  ): ReturnType<typeof newInternet> {
    const { site, state } = registrySite({}, (asked) => {
      const path = asked.url.pathname;
      const image = signatureImage(layers, 1);
      if (path.endsWith('.sig')) return says(200, image, { 'content-type': ociManifest });
      if (path.includes('/blobs/')) return payload(asked);
      return path.includes('/referrers/') ? listOf(referrers) : undefined;
    });
    putImage(state, 'demo/app', '1.0');
    return newInternet({ 'https://registry.example': site });
  }

  it('in bytes is cut off at what one verification may cost, and is not called unsigned [S40]', async () => {
    let bytes = 0;
    const mebibyte = new Uint8Array(1024 * 1024);
    const net = flood(300, () => {
      bytes += mebibyte.byteLength;
      return new Response(mebibyte);
    });
    const report = await verify(net.engine, request, noSignal);
    assert.equal(report.verdict, 'could-not-check');
    assert.ok(bytes < 100 * mebibyte.byteLength, 'it went on reading');
  });

  it('in a single payload is cut off at one mebibyte [S40]', async () => {
    let bytes = 0;
    const net = flood(1, () => {
      const chunk = new Uint8Array(64 * 1024);
      const pull = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
        bytes += chunk.byteLength;
        if (bytes > 32 * 1024 * 1024) controller.close();
        else controller.enqueue(chunk);
      };
      return new Response(new ReadableStream({ pull }));
    });
    const report = await verify(net.engine, request, noSignal);
    assert.equal(report.verdict, 'could-not-check');
    assert.ok(bytes < 2 * 1024 * 1024, 'it went on reading');
  });

  it('in requests is left alone after 2,500 of them [S40]', async () => {
    const image = signatureImage(1000, 1);
    const net = newInternet({
      'https://registry.example': ({ url: { pathname } }) => {
        if (pathname.includes('/blobs/')) return says(404);
        if (pathname.includes('/referrers/')) return listOf(200);
        return says(200, image, { 'content-type': ociManifest });
      },
    });
    const report = await verify(net.engine, request, noSignal);
    assert.equal(report.verdict, 'could-not-check');
    assert.ok(net.asked.length <= 2500, `it asked ${net.asked.length} times`);
  });

  it('in time is left alone when the time of one verification is over [S40]', async () => {
    const { site, state } = registrySite({}, ({ url }) => {
      if (!url.pathname.includes('/referrers/')) return undefined;
      net.clock.advance(9000);
      pages += 1;
      const link = `<${url.pathname}?page=${pages}>; rel="next"`;
      return says(200, nothing, { 'content-type': ociIndex, link });
    });
    let pages = 0;
    putImage(state, 'demo/app', '1.0');
    const net = newInternet({ 'https://registry.example': site });
    const report = await verify(net.engine, request, noSignal);
    assert.equal(report.verdict, 'could-not-check');
    assert.ok(pages < 20, `it asked for ${pages} pages`);
  });

  it('with more signatures or referrers than anybody writes is read no further [S40]', async () => {
    const tooMany = flood(1001, () => says(404));
    const report = await verify(tooMany.engine, request, noSignal);
    assert.equal(report.verdict, 'could-not-check');
    assert.ok(tooMany.asked.length < 10, 'it read them all');
    const referrers = flood(1, () => says(404), 201);
    await verify(referrers.engine, request, noSignal);
    assert.ok(referrers.asked.length < 10, 'it read them all');
  });

  it('of a thousand signatures gets no further one: cosign would read none of them then [S35]', async () => {
    const net = flood(1000, () => says(404));
    const plan = await planSign(net.engine, signRequest(`${name}:1.0`, ann), noSignal);
    assert.equal(plan.place.signatures, 1000);
    const watch = { step: () => undefined, laterLook: () => undefined };
    await rejects(runSign(net.engine, plan, ann.open, watch, noSignal), 'too-many-signatures');
    assert.ok(net.asked.every(({ method }) => method === 'GET'));
    assert.ok(net.asked.some(({ url }) => url.pathname.endsWith(signatureTag(plan.digest))));
  });
});

async function rejects(running: Promise<unknown>, code: ErrorCode): Promise<void> {
  await assert.rejects(running, (error) => isEngineError(error, code), `it is not ${code}`);
}
