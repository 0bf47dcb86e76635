// Where the signature repository puts signatures: cosign's registry-support page (perImage), the cosign binary (shared).
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import { formatRepository, parseRepository } from '../../../src/engine/oci/reference.ts';
import { signatureRepositoryFor } from '../../../src/engine/places/signatureRepository.ts';
import { otherLayoutPlaces, requiredPlaces } from '../../../src/engine/places/choosePlaces.ts';
import { digestOf } from '../../../src/engine/oci/digest.ts';

function stored(image: string, setting: string, layout: 'perImage' | 'shared'): string {
  return formatRepository(signatureRepositoryFor(parseRepository(image), parseRepository(setting), layout));
}

describe('the signature repository', () => {
  const perImage: readonly (readonly [image: string, setting: string, stored: string])[] = [
    ['gcr.io/user-vmtest2/demo', 'gcr.io/my-new-repo', 'gcr.io/my-new-repo/demo'],
    ['ghcr.io/a/b/c', 'ghcr.io/acme/sigs', 'ghcr.io/acme/sigs/b/c'],
    ['nginx', 'ghcr.io/acme/sigs', 'ghcr.io/acme/sigs/nginx'],
    ['localhost:5000/app', 'ghcr.io/acme/sigs', 'ghcr.io/acme/sigs/app'],
  ];
  for (const [image, setting, expected] of perImage) {
    it(`keeps the signatures of ${image} under ${expected} in layout perImage`, () => {
      assert.equal(stored(image, setting, 'perImage'), expected);
    });
  }

  it('keeps all signatures in the one repository in layout shared', () => {
    assert.equal(stored('gcr.io/user-vmtest2/demo', 'gcr.io/my-new-repo', 'shared'), 'gcr.io/my-new-repo');
  });

  it('refuses a name that becomes too long', () => {
    const image = `ghcr.io/a/${'b'.repeat(200)}`;
    assert.throws(
      () => stored(image, `ghcr.io/${'c'.repeat(100)}`, 'perImage'),
      (error) => isEngineError(error, 'bad-signature-repository'),
    );
  });
});

describe('the places of a subject', () => {
  const subject = { repository: parseRepository('ghcr.io/acme/app'), digest: digestOf(Buffer.from('app')) };
  const setting = { repository: parseRepository('ghcr.io/sigs'), layout: 'perImage' as const };

  it('are every kind in its own repository', () => {
    const kinds = requiredPlaces(subject, undefined).map(({ place }) => [place.kind, place.repository]);
    assert.deepEqual(kinds, [
      ['sig-tag', 'ghcr.io/acme/app'],
      ['referrers-api', 'ghcr.io/acme/app'],
      ['fallback-tag', 'ghcr.io/acme/app'],
      ['attestation-tag', 'ghcr.io/acme/app'],
    ]);
  });

  it('are every kind in the signature repository too', () => {
    const places = requiredPlaces(subject, setting).map(({ place }) => place);
    assert.equal(places.length, 8);
    assert.ok(places.every((place) => place.required));
    assert.equal(places.filter((place) => place.repository === 'ghcr.io/sigs/app').length, 4);
  });

  it('are read once where the signature repository is the image’s own', () => {
    const same = { repository: parseRepository('ghcr.io/acme'), layout: 'perImage' as const };
    assert.equal(requiredPlaces(subject, same).length, 4);
  });

  it('of the other layout are not required', () => {
    const others = otherLayoutPlaces(subject, setting).map(({ place }) => place);
    assert.deepEqual([...new Set(others.map((place) => place.repository))], ['ghcr.io/sigs']);
    assert.ok(others.every((place) => !place.required && place.role === 'other-layout'));
  });
});
