// Signing in, listing, browsing and verifying.
import assert from 'node:assert/strict';
import { signatureTag } from '../../../src/engine/signatures/tags.ts';
import { basicOf } from '../../demo/products/startProduct.ts';
import { ends, namesOf } from '../../support/realScenes.ts';
import type { Person } from '../../support/realServers.ts';
import { noSettings, noSignal, verifyRequest } from '../../support/scene.ts';
import { ann, ben, isRefused, plan, shownUser, sign, tagsOf, verdicts, verify } from './acts.ts';
import type { Row } from './row.ts';
import type { Site } from './site.ts';
import type { Asked } from './wire.ts';

/** The Docker login is used and named, and its secret and tokens stay where they belong. */
export async function signIn(site: Site, row: Row): Promise<void> {
  const person = site.person();
  await sign(person, site, ann);
  const report = await verify(person, site.image.reference, ann);
  const { credential } = report.reader;
  assert.deepEqual(
    [report.verdict, credential.kind, credential.user],
    ['verified', 'docker-config', shownUser(site.writer)],
  );
  const planned = await plan(person, site.image.reference, ben);
  assert.equal(planned.credential.description.user, shownUser(site.writer));
  await namesOf(tagsOf(person, site.image.repository));
  await list(site, row);
  await readBlob(site, person);

  const secrets = [site.writer.password, basicOf(site.writer)];
  const carriers = site.wire.asked.filter(({ url, authorization, body }) =>
    secrets.some((secret) => `${url.href} ${authorization} ${body}`.includes(secret)),
  );
  assert.deepEqual(namesIn(carriers), [...row.secretTo].sort());
  assert.ok(
    carriers.every(({ url }) => !secrets.some((secret) => decodeURIComponent(url.href).includes(secret))),
  );
  const bearers = site.wire.asked.filter(({ authorization }) => /^Bearer /.test(authorization));
  const registry = site.wire.asked.filter(({ url }) => /^\/v2\/.+\/manifests\//.test(url.pathname));
  const allowed = [...namesIn(registry), ...row.secretTo];
  assert.ok(
    namesIn(bearers).every((host) => allowed.includes(host)),
    namesIn(bearers).join(),
  );
  assert.ok(!secrets.some((secret) => person.world.logged.join('\n').includes(secret)));
}

/** The repository is listed, or it is said by name that nothing is. */
export async function list(site: Site, { list: listing }: Row): Promise<void> {
  const { engine } = site.person();
  const where = listing.path === undefined ? {} : { path: listing.path };
  const pages = engine.listRepositories({ registry: site.registry, ...where }, {}, noSignal);
  if ('fails' in listing) return ends(namesOf(pages), listing.fails);
  const names = await namesOf(pages);
  assert.ok(names.includes(site.image.repository), names.join());
}

/** Tags, digest, platforms, and the signature of a tag. */
export async function browse(site: Site): Promise<void> {
  const person = site.person();
  await sign(person, site, ann);
  const both = await site.addIndex();
  const { engine } = site.person();
  const tags = await namesOf(engine.listTags(site.image.repository, {}, noSignal));
  assert.deepEqual(tags, ['1.0', 'both', signatureTag(site.image.digest)].sort());
  const image = await engine.inspectImage(site.image.reference, noSignal);
  assert.deepEqual([image.digest, image.mediaType], [site.image.digest, site.image.mediaType]);
  const index = await engine.inspectImage(both.reference, noSignal);
  assert.equal(index.digest, both.digest);
  assert.deepEqual(
    index.children.map(({ platform }) => platform?.architecture),
    ['amd64', 'arm64'],
  );
  const asked = { reference: site.image.reference, settings: noSettings };
  const { signatures } = await engine.inspectSignatures(asked, noSignal);
  assert.deepEqual(
    signatures.map(({ claims }) => claims?.digest),
    [site.image.digest],
  );
  const found = await engine.inspectSignatureTag(
    site.image.repository,
    signatureTag(site.image.digest),
    noSignal,
  );
  assert.deepEqual([found.subjectState, found.signatures.length], ['there', 1]);
}

/** Each of the verdicts that signing leads through. */
export async function verifying(site: Site): Promise<void> {
  assert.deepEqual(await verdicts(site, ann), ['unsigned']);
  await sign(site.person(), site, ann);
  assert.deepEqual(await verdicts(site, ann, ben), ['verified', 'untrusted']);
  const byDigest = `${site.image.repository}@${site.image.digest}`;
  assert.equal((await verify(site.person(), byDigest, ann)).verdict, 'verified');
}

/** What is not there is never called unsigned; a push makes it, or is refused by name and leaves nothing anywhere. */
export async function missing(site: Site, { missing: expected }: Row): Promise<void> {
  const person = site.person();
  const reference = `${site.missing}:1.0`;
  await ends(verify(person, reference, ann), expected.image);
  await ends(plan(person, reference, ann), expected.image);
  await ends(namesOf(tagsOf(person, site.missing)), expected.tags);

  // Signatures of an image that is there, kept in the repository that is not.
  const origin = { kind: 'user', name: '' } as const;
  const settings = {
    ...noSettings,
    signatureRepository: { value: site.missing, origin },
    layout: { value: 'shared', origin },
  } as const;
  if (expected.push === 'makes-it') {
    await sign(person, site, ann, settings);
    const asked = verifyRequest(site.image.reference, { trusted: [ann] }, { settings });
    assert.equal((await person.engine.verify(asked, noSignal)).verdict, 'verified');
  } else {
    await isRefused(sign(person, site, ann, settings), expected.push);
  }
  assert.deepEqual(await verdicts(site, ann), ['unsigned']);
}

/** A limit is named with its seconds; who cannot look for signatures because of it does not say that there are none. */
export async function throttled(site: Site, { throttled: says }: Row): Promise<void> {
  await sign(site.person(), site, ann);
  const person = site.person();
  site.wire.isTooMany = (method, path) => method === 'GET' && /\/manifests\//.test(path);
  const { reference } = site.image;
  for (const ask of [() => verify(person, reference, ann), () => plan(person, reference, ben)]) {
    const { details } = await isRefused(ask(), { code: 'rate-limited', says });
    assert.equal((details as { retryAfterSeconds?: number }).retryAfterSeconds, 3600);
  }
  site.wire.isTooMany = (method, path) => method === 'GET' && path.endsWith('.sig');
  assert.equal((await verify(person, reference, ann)).verdict, 'could-not-check');
  site.wire.isTooMany = undefined;
  assert.equal((await verify(person, reference, ann)).verdict, 'verified');
}

/** Many registries lead to another host for this. */
async function readBlob({ image }: Site, { engine }: Person): Promise<void> {
  const { text } = await engine.readManifestText(image.repository, image.digest, noSignal);
  const { config } = JSON.parse(text) as { readonly config: { readonly digest: string } };
  const blob = await engine.readPayloadText(image.repository, config.digest, noSignal);
  assert.match(blob, /architecture/);
}

/** The host names of requests, each once. */
function namesIn(asked: readonly Asked[]): string[] {
  return [...new Set(asked.map(({ url }) => url.hostname))].sort();
}
