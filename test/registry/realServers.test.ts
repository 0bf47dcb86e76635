// The whole engine at every real registry that runs here, with the same scenarios: list, browse, sign, sign again with a
// second key, verify, legacy types, missing repository, no push right, deletion. What differs stands in the row.
import assert from 'node:assert/strict';
import { isEngineError } from '../../src/engine/errors.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { annsHeader, personAt, realServers, type Person, type RealServer } from '../support/realServers.ts';
import { ends, failureOf, namesOf, quiet, signAs } from '../support/realScenes.ts';
import { remove } from '../support/removal.ts';
import { pushImage, type PushedImage } from '../support/sampleImages.ts';
import {
  makeSigner,
  noSettings,
  noSignal,
  signRequest,
  verifyRequest,
  type Signer,
} from '../support/scene.ts';
import { skipTest } from '../support/skip.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');
const legacy = {
  ...noSettings,
  legacyMediaTypes: { value: true, origin: { kind: 'user', name: '' } },
} as const;

for (const row of realServers) {
  const { title, missing, start, auth, deletes } = row;
  describe(`the engine at ${title}`, () => {
    let server: RealServer;
    let stop = (): Promise<void> => Promise.resolve();
    let person: Person;
    let images = 0;
    before(async function () {
      const reason = await missing();
      if (reason !== undefined) skipTest(this, reason);
      server = await start();
      stop = () => server.stop();
    });
    after(() => stop());
    beforeEach(() => {
      person = personAt(server, auth === 'none' ? undefined : 'ann');
    });
    afterEach(() => person.engine.dispose());

    /** An image in a repository of its own. */
    const push = (): Promise<PushedImage> => {
      const path = `acme/app-${String((images += 1))}`;
      return pushImage(server.address, path, '1.0', { headers: annsHeader(server, auth, path) });
    };
    const sign = (image: PushedImage, signer: Signer, settings = noSettings) =>
      signAs(person.engine, image, signer, settings);
    const verdict = async (image: PushedImage, trusted: Signer): Promise<string> =>
      (await person.engine.verify(verifyRequest(image.reference, { trusted: [trusted] }), noSignal)).verdict;

    it('lists the repository, browses its tags and shows the image', async () => {
      const image = await push();
      await sign(image, ann);
      const repositories = await namesOf(
        person.engine.listRepositories({ registry: server.address }, {}, noSignal),
      );
      assert.ok(repositories.includes(image.repository), repositories.join());
      const tags = await namesOf(person.engine.listTags(image.repository, {}, noSignal));
      assert.deepEqual(tags, ['1.0', signatureTag(image.digest)]);
      const { digest, mediaType } = await person.engine.inspectImage(image.reference, noSignal);
      assert.deepEqual([digest, mediaType], [image.digest, image.mediaType]);
    });

    it('signs, signs again with a second key, and verifies by either, naming the login', async () => {
      const image = await push();
      assert.equal(await verdict(image, ann), 'unsigned');
      const plan = await sign(image, ann);
      assert.equal(plan.place.state, 'empty');
      assert.equal(plan.credential.push, auth === 'token' ? 'granted' : 'unknown');
      assert.equal(plan.credential.description.user, auth === 'none' ? '' : 'ann');
      assert.equal(await verdict(image, ben), 'untrusted');
      assert.equal((await sign(image, ben)).place.signatures, 1);
      assert.deepEqual([await verdict(image, ann), await verdict(image, ben)], ['verified', 'verified']);
    });

    it('signs with the legacy media types, and keeps them when a second key signs', async () => {
      const image = await push();
      assert.equal((await sign(image, ann, legacy)).mediaTypes, 'docker');
      const tag = signatureTag(image.digest);
      const { mediaType } = await person.engine.readManifestText(image.repository, tag, noSignal);
      assert.equal(mediaType, 'application/vnd.docker.distribution.manifest.v2+json');
      await sign(image, ben);
      assert.deepEqual([await verdict(image, ann), await verdict(image, ben)], ['verified', 'verified']);
    });

    it('says of a repository that is missing that it is not there, and never that it is unsigned', async () => {
      const gone = `${server.address}/acme/none`;
      await ends(
        person.engine.verify(verifyRequest(`${gone}:1.0`, { trusted: [ann] }), noSignal),
        'subject-not-found',
      );
      await ends(person.engine.planSign(signRequest(`${gone}:1.0`, ann), noSignal), 'subject-not-found');
      await ends(namesOf(person.engine.listTags(gone, {}, noSignal)), 'not-found');
    });

    if (auth !== 'none') {
      it('refuses a wrong password by name, and tells it in no error and no log [N1]', async () => {
        const image = await push();
        const { engine, world } = personAt(server, 'ann', 'canary-wrong');
        const failure = await failureOf(engine.verify(verifyRequest(image.reference), noSignal));
        assert.ok(
          isEngineError(failure, auth === 'token' ? 'token-refused' : 'not-signed-in'),
          String(failure),
        );
        assert.equal((failure.details as { credential: { user: string } }).credential.user, 'ann');
        assert.ok(!`${String(failure)} ${world.logged.join('\n')}`.includes('canary'));
        engine.dispose();
      });
    }

    if (auth === 'token') {
      it('says before anything is written that the push is denied, and is refused by name all the same [U14]', async () => {
        const image = await push();
        const { engine } = personAt(server, 'reader');
        const plan = await engine.planSign(signRequest(image.reference, ann), noSignal);
        assert.equal(plan.credential.push, 'denied');
        await ends(engine.runSign(plan, ann.open, quiet, noSignal), 'not-signed-in');
        assert.equal(await verdict(image, ann), 'unsigned');
        engine.dispose();
      });
    }

    it(
      deletes === 'nothing'
        ? 'says that it deletes nothing, and leaves what is there'
        : 'removes signatures, and leaves the image and the signature of the other key',
      async () => {
        const image = await push();
        await sign(image, ann);
        await sign(image, ben);
        const { lists } = await remove(person.engine, image.reference, ann);
        assert.deepEqual(
          lists.map(({ outcome, left }) => [outcome, left]),
          [['rewritten', 1]],
        );
        assert.deepEqual([await verdict(image, ann), await verdict(image, ben)], ['untrusted', 'verified']);
        if (deletes === 'nothing') {
          await ends(remove(person.engine, image.reference), 'cannot-delete');
          return assert.equal(await verdict(image, ben), 'verified');
        }
        assert.equal((await remove(person.engine, image.reference)).lists[0]?.outcome, 'deleted');
        assert.equal(await verdict(image, ben), 'unsigned');
        assert.deepEqual(await namesOf(person.engine.listTags(image.repository, {}, noSignal)), ['1.0']);
      },
    );
  });
}
