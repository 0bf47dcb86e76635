// Registries that say 404 to whoever may not look: it is no "unsigned", and no leave to start a new list (S17, S30).
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import type { SignatureSettings } from '../../../src/engine/plan.ts';
import { signatureTag } from '../../../src/engine/signatures/tags.ts';
import { planRepair } from '../../../src/engine/verbs/planRepair.ts';
import { planSign } from '../../../src/engine/verbs/planSign.ts';
import { runRepair } from '../../../src/engine/verbs/runRepair.ts';
import { runSign } from '../../../src/engine/verbs/runSign.ts';
import { verify } from '../../../src/engine/verbs/verify.ts';
import { repositoryOf } from '../../demo/state.ts';
import { makeSigner, noSignal, noSettings, signRequest, verifyRequest } from '../../support/scene.ts';
import { putImage, putSignatures, signatureOver } from './images.ts';
import { type Asked, type Internet, newInternet, registrySite, says } from './internet.ts';
import { nobody } from '../../support/logins.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');
const image = 'registry.example/demo/app:1.0';
const quiet = { step: () => undefined, laterLook: () => undefined };
const elsewhere: SignatureSettings = {
  ...noSettings,
  signatureRepository: { value: 'sigs.example/all', origin: { kind: 'user', name: '' } },
  layout: { value: 'shared', origin: { kind: 'user', name: '' } },
};

interface Places {
  readonly net: Internet;
  readonly sigs: ReturnType<typeof registrySite>;
  readonly own: ReturnType<typeof registrySite>;
  readonly tag: string;
  /** From now on the own repository's `.sig` tag, or all of it, says 404. */
  hide(what: 'tag' | 'all'): void;
}

/** An image at one registry, its signature repository at another that shows it to nobody who is not signed in. */
function newPlaces(): Places {
  let hidden: 'nothing' | 'tag' | 'all' = 'nothing';
  const notFound = (): Response => says(404, { errors: [{ code: 'MANIFEST_UNKNOWN' }] });
  const own = registrySite({}, ({ url, method }) => {
    if (method !== 'GET' || !url.pathname.includes('/manifests/')) return undefined;
    const isHidden = hidden === 'all' || (hidden === 'tag' && url.pathname.endsWith('.sig'));
    return isHidden ? notFound() : undefined;
  });
  const sigs = registrySite({}, ({ url, headers }: Asked) => {
    const open = headers.has('authorization');
    if (open) return undefined;
    if (url.pathname === '/v2/') return says(401, {}, { 'www-authenticate': 'Basic realm="x"' });
    return notFound();
  });
  const digest = putImage(own.state, 'demo/app', '1.0');
  putSignatures(sigs.state, 'all', digest, [signatureOver(ben, 'registry.example/demo/app', digest)]);
  const net = newInternet({ 'https://registry.example': own.site, 'https://sigs.example': sigs.site });
  return { net, own, sigs, tag: signatureTag(digest), hide: (what) => (hidden = what) };
}

describe('a signature repository that nobody may see', () => {
  it('is not taken for an empty one: could not check, and the place says why [S17]', async () => {
    const { net } = newPlaces();
    const request = verifyRequest(image, { trusted: [ben] }, { settings: elsewhere });
    const report = await verify(net.engine, request, noSignal);
    assert.equal(report.verdict, 'could-not-check', 'a hidden place counts as empty');
    const hidden = report.places.filter(({ place }) => place.repository === 'sigs.example/all');
    assert.equal(hidden.length, 4);
    for (const { outcome } of hidden) assert.equal(outcome, 'could-not-read');
  });

  it('is called "none" only to a reader who may read there, and says to whom [S17]', async () => {
    const { net, sigs } = newPlaces();
    sigs.state.repositories.clear();
    const open = newInternet({
      'https://registry.example': (asked) => newOpen.site(asked),
      'https://sigs.example': registrySite().site,
    });
    const newOpen = registrySite();
    putImage(newOpen.state, 'demo/app', '1.0');
    const request = verifyRequest(image, { trusted: [ben] }, { settings: elsewhere });
    const report = await verify(open.engine, request, noSignal);
    assert.equal(report.verdict, 'unsigned');
    const readers = report.places.flatMap((answer) => (answer.outcome === 'none' ? [answer.reader] : []));
    assert.equal(readers.length, report.places.length);
    for (const reader of readers) {
      assert.deepEqual(reader, { credential: nobody, machine: 'this computer' });
    }
    assert.equal((await verify(net.engine, request, noSignal)).verdict, 'could-not-check');
  });

  it('gets a new list only when the plan said that it will be created [S30]', async () => {
    const { net } = newPlaces();
    const request = signRequest(image, ann, { settings: elsewhere });
    const plan = await planSign(net.engine, request, noSignal);
    assert.equal(plan.place.state, 'will-be-created', 'a hidden place counts as empty');
  });
});

describe('a repository that hides its signatures after the plan', () => {
  it('gets no new list, although the image can still be read [S30]', async () => {
    const { net, own, tag, hide } = newPlaces();
    const { digest } = await planSign(net.engine, signRequest(image, ann), noSignal);
    putSignatures(own.state, 'demo/app', digest, [signatureOver(ben, 'registry.example/demo/app', digest)]);
    const plan = await planSign(net.engine, signRequest(image, ann), noSignal);
    const before = repositoryOf(own.state, 'demo/app').tags.get(tag);
    hide('tag');
    await assert.rejects(
      runSign(net.engine, plan, ann.open, quiet, noSignal),
      (error) => isEngineError(error, 'plan-changed') && error.details.what === 'place',
      'a new list was started',
    );
    assert.equal(repositoryOf(own.state, 'demo/app').tags.get(tag), before, 'the signatures are overwritten');
  });

  it('gets no new list by a plan that is old: the right to read is looked at again [S30]', async () => {
    const { net, own, tag, hide } = newPlaces();
    const plan = await planSign(net.engine, signRequest(image, ann), noSignal);
    assert.equal(plan.place.state, 'empty');
    putSignatures(own.state, 'demo/app', plan.digest, [
      signatureOver(ben, 'registry.example/demo/app', plan.digest),
    ]);
    const before = repositoryOf(own.state, 'demo/app').tags.get(tag);
    hide('all');
    net.clock.advance(6 * 60_000);
    await assert.rejects(
      runSign(net.engine, plan, ann.open, quiet, noSignal),
      (error) => isEngineError(error, 'not-found'),
      'a new list was started',
    );
    assert.equal(repositoryOf(own.state, 'demo/app').tags.get(tag), before, 'the signatures are overwritten');
  });

  it('in a signature repository gets none by an old plan either, once it is hidden [S30]', async () => {
    const { net, sigs, hide } = newHiding();
    const plan = await planSign(net.engine, signRequest(image, ann, { settings: elsewhere }), noSignal);
    assert.equal(plan.place.state, 'empty');
    const { digest } = plan;
    putSignatures(sigs.state, 'all', digest, [signatureOver(ben, 'registry.example/demo/app', digest)]);
    const before = repositoryOf(sigs.state, 'all').tags.get(signatureTag(digest));
    hide();
    net.clock.advance(6 * 60_000);
    await assert.rejects(
      runSign(net.engine, plan, ann.open, quiet, noSignal),
      (error) => isEngineError(error, 'place-not-readable'),
      'a new list was started',
    );
    const { tags } = repositoryOf(sigs.state, 'all');
    assert.equal(tags.get(signatureTag(digest)), before, 'the signatures are overwritten');
  });

  it('in a signature repository gets none by a repair, and is not called empty [S17] [S30]', async () => {
    const { net, sigs, hide } = newHiding();
    const plan = await planSign(net.engine, signRequest(image, ann, { settings: elsewhere }), noSignal);
    await runSign(net.engine, plan, ann.open, quiet, noSignal);
    const { digest } = plan;
    putSignatures(sigs.state, 'all', digest, [signatureOver(ben, 'registry.example/demo/app', digest)]);
    const before = repositoryOf(sigs.state, 'all').tags.get(signatureTag(digest));
    hide();
    const repair = await planRepair(net.engine, { keys: [ann.key], place: undefined }, noSignal);
    assert.deepEqual(
      repair.items.map(({ finding }) => finding),
      [{ kind: 'could-not-look', reason: 'place-not-readable' }],
      'a hidden place counts as empty',
    );
    await runRepair(net.engine, repair, () => undefined, noSignal);
    assert.equal(repositoryOf(sigs.state, 'all').tags.get(signatureTag(digest)), before);
  });
});

/** A signature repository that takes what is written, and from `hide` on says 404 to whoever reads. */
function newHiding(): Pick<Places, 'net' | 'sigs'> & { hide(): void } {
  let hidden = false;
  const own = registrySite();
  const sigs = registrySite({}, ({ url, method }) => {
    if (!hidden || method !== 'GET') return undefined;
    return url.pathname === '/v2/'
      ? says(401, {}, { 'www-authenticate': 'Basic realm="x"' })
      : says(404, { errors: [{ code: 'NAME_UNKNOWN' }] });
  });
  putImage(own.state, 'demo/app', '1.0');
  const net = newInternet({ 'https://registry.example': own.site, 'https://sigs.example': sigs.site });
  const hide = (): void => {
    hidden = true;
    // What it said while it was open is forgotten, as behind a reload.
    net.engine.session.registries.clear();
  };
  return { net, sigs, hide };
}
