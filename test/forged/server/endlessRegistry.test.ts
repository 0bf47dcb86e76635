// A registry that answers without end, in bytes, requests, time or signatures (S40, S35).
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import { ociIndex, ociManifest, simpleSigning } from '../../../src/engine/oci/mediaTypes.ts';
import { signatureTag } from '../../../src/engine/signatures/tags.ts';
import { browseTags } from '../../../src/engine/verbs/browse.ts';
import { planSign } from '../../../src/engine/verbs/planSign.ts';
import { runSign } from '../../../src/engine/verbs/runSign.ts';
import { verify } from '../../../src/engine/verbs/verify.ts';
import { makeSigner, noSignal, signRequest, verifyRequest } from '../../support/scene.ts';
import { putImage } from './images.ts';
import { type Asked, newInternet, registrySite, says } from './internet.ts';

const ann = makeSigner('ann');
const name = 'registry.example/demo/app';
const request = verifyRequest(`${name}:1.0`, { trusted: [ann] });
const nothing = { schemaVersion: 2, mediaType: ociIndex, manifests: [] };

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
    // Each referrer is a signature image of its own, with payloads of its own.
    const images = Array.from({ length: 40 }, (_, index) =>
      Buffer.from(JSON.stringify(signatureImage(100, index + 1))),
    );
    const byDigest = new Map(images.map((bytes) => [digestOf(bytes), bytes]));
    const manifests = [...byDigest].map(([digest, { length }]) => ({
      mediaType: ociManifest,
      size: length,
      digest,
    }));
    const net = newInternet({
      'https://registry.example': ({ url: { pathname } }) => {
        if (pathname.includes('/blobs/')) return says(404);
        const listed = [...byDigest].find(([digest]) => pathname.endsWith(`/manifests/${digest}`));
        const type = { 'content-type': ociManifest };
        if (listed !== undefined) return new Response(new Uint8Array(listed[1]), { headers: type });
        if (!pathname.includes('/referrers/')) return says(200, signatureImage(100, 1), type);
        return says(200, { ...nothing, manifests }, { 'content-type': ociIndex });
      },
    });
    const report = await verify(net.engine, request, noSignal);
    assert.equal(report.verdict, 'could-not-check');
    assert.equal(net.asked.length, 2500);
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
    await assert.rejects(runSign(net.engine, plan, ann.open, watch, noSignal), (error) =>
      isEngineError(error, 'too-many-signatures'),
    );
    assert.ok(net.asked.every(({ method }) => method === 'GET'));
    assert.ok(net.asked.some(({ url }) => url.pathname.endsWith(signatureTag(plan.digest))));
  });

  it('in names that are always new is left alone when there are more than anybody looks through [S40]', async () => {
    let pages = 0;
    const net = newInternet({
      'https://registry.example': () => {
        pages += 1;
        const tags = Array.from({ length: 5000 }, (_, at) => `v${pages}-${at}`);
        return says(200, { tags }, { link: `</v2/x?last=${pages}>; rel="next"` });
      },
    });
    const all = browseTags(net.engine, name, {}, noSignal)[Symbol.asyncIterator]();
    await assert.rejects(
      async () => {
        while ((await all.next()).done !== true) assert.ok(pages < 100, 'it went on asking');
      },
      (error) => {
        if (!isEngineError(error)) throw error;
        return error.code === 'too-large';
      },
    );
  });
});
