// A registry that lies about what it holds (S31, S16).
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import type { ErrorCode } from '../../../src/engine/errors.ts';
import { ociIndex, ociManifest } from '../../../src/engine/oci/mediaTypes.ts';
import { planSign } from '../../../src/engine/verbs/planSign.ts';
import { verify } from '../../../src/engine/verbs/verify.ts';
import { repositoryOf } from '../../demo/state.ts';
import { makeSigner, noSignal, signRequest, verifyRequest } from '../../support/scene.ts';
import { putImage, putSignatures, signatureOver } from './images.ts';
import { newInternet, registrySite, says } from './internet.ts';

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

async function rejects(running: Promise<unknown>, code: ErrorCode): Promise<void> {
  await assert.rejects(running, (error) => isEngineError(error, code), `it is not ${code}`);
}
