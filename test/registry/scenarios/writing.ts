// Signing, signing again, and what a registry refuses to store or to take away.
import assert from 'node:assert/strict';
import { dockerManifest, ociManifest } from '../../../src/engine/oci/mediaTypes.ts';
import { signatureTag } from '../../../src/engine/signatures/tags.ts';
import { ends, namesOf, quiet } from '../../support/realScenes.ts';
import { remove } from '../../support/removal.ts';
import { noSignal } from '../../support/scene.ts';
import { ann, ben, isRefused, legacy, plan, shownUser, sign, tagsOf, verdicts } from './acts.ts';
import { isNotApplicable, type Row } from './row.ts';
import type { Site } from './site.ts';

/** The plan tells the digest and the place; what is stored is what cosign stores. */
export async function signing(site: Site): Promise<void> {
  const person = site.person();
  const planned = await sign(person, site, ann);
  const tag = signatureTag(site.image.digest);
  assert.equal(planned.digest, site.image.digest);
  assert.deepEqual(
    [planned.place.repository, planned.place.tag, planned.place.state],
    [planned.repository, tag, 'empty'],
  );
  const { mediaType, text } = await person.engine.readManifestText(site.image.repository, tag, noSignal);
  const { layers } = JSON.parse(text) as { readonly layers: readonly { readonly mediaType: string }[] };
  assert.deepEqual(
    [mediaType, ...layers.map((layer) => layer.mediaType)],
    [ociManifest, 'application/vnd.dev.cosign.simplesigning.v1+json'],
  );
}

/** Neither signature takes the other's place. */
export async function signingAgain(site: Site): Promise<void> {
  await sign(site.person(), site, ann);
  const planned = await sign(site.person(), site, ben);
  assert.deepEqual([planned.place.state, planned.place.signatures], ['has-signatures', 1]);
  assert.deepEqual(await verdicts(site, ann, ben), ['verified', 'verified']);
}

/** Docker's media types are stored, and kept by who signs next; or refused by name, and OCI's do. */
export async function legacyTypes(site: Site, row: Row): Promise<void> {
  const person = site.person();
  if (row.legacy !== 'taken') {
    await isRefused(sign(person, site, ann, legacy), row.legacy);
    await sign(person, site, ann);
    assert.deepEqual(await verdicts(site, ann), ['verified']);
    return;
  }
  assert.equal((await sign(person, site, ann, legacy)).mediaTypes, 'docker');
  const tag = signatureTag(site.image.digest);
  const { mediaType } = await person.engine.readManifestText(site.image.repository, tag, noSignal);
  assert.equal(mediaType, dockerManifest);
  assert.equal((await sign(person, site, ben)).mediaTypesOrigin, 'existing');
  assert.deepEqual(await verdicts(site, ann, ben), ['verified', 'verified']);
}

/** The second signature is refused by name, with the setting behind it; the first is still there. */
export async function refusedOverwrite(site: Site, { overwrite }: Row): Promise<void> {
  assert.ok(!isNotApplicable(overwrite));
  const { says, setting, code = 'tag-immutable' } = overwrite;
  await sign(site.person(), site, ann);
  const { details } = await isRefused(sign(site.person(), site, ben), { code, says });
  assert.equal((details as { setting?: string }).setting, setting);
  assert.deepEqual(await verdicts(site, ann, ben), ['verified', 'untrusted']);
}

/** Nothing is written without the right to, and it is said by name; where tokens tell, before anybody is asked for a password. */
export async function noPushRight(site: Site, { noPush }: Row): Promise<void> {
  const person = site.person(site.reader);
  const planned = await plan(person, site.image.reference, ann);
  const { push, description } = planned.credential;
  assert.deepEqual([push, description.user], [noPush.plan, shownUser(site.reader)]);
  await isRefused(person.engine.runSign(planned, ann.open, quiet, noSignal), noPush.refused);
  assert.deepEqual(await verdicts(site, ann), ['unsigned']);
}

/** One signature goes, then the list; where nothing is deleted that is said by name, and nothing is lost. */
export async function deletion(site: Site, { deletion: expected }: Row): Promise<void> {
  const { engine } = site.person();
  await sign(site.person(), site, ann);
  await sign(site.person(), site, ben);
  const [rewritten] = (await remove(engine, site.image.reference, ann)).lists;
  assert.deepEqual([rewritten?.outcome, rewritten?.left], ['rewritten', 1]);
  assert.deepEqual(await verdicts(site, ann, ben), ['untrusted', 'verified']);
  if (expected === 'refuses') {
    await ends(remove(engine, site.image.reference), 'cannot-delete');
    assert.deepEqual(await verdicts(site, ben), ['verified']);
    const [list] = (await remove(engine, site.image.reference, { kind: 'all' }, { whenEmpty: 'empty-list' }))
      .lists;
    assert.equal(list?.outcome, 'emptied');
    assert.deepEqual(await verdicts(site, ben), ['unsigned']);
    return;
  }
  assert.equal((await remove(engine, site.image.reference)).lists[0]?.outcome, 'deleted');
  assert.deepEqual(await verdicts(site, ben), ['unsigned']);
  assert.deepEqual(await namesOf(tagsOf(site.person(), site.image.repository)), ['1.0']);
}
