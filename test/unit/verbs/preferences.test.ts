// Settings first, then cosign's environment variables with cosign's parsing, then the defaults.
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import { formatRepository } from '../../../src/engine/oci/reference.ts';
import { resolvePreferences, type Preferences } from '../../../src/engine/verbs/preferences.ts';
import type { SignatureSettings } from '../../../src/engine/plan.ts';
import { noSettings } from '../../support/scene.ts';
import { createTestWorld } from '../../support/world.ts';

const folder = { kind: 'folder', name: 'api' } as const;

function resolve(
  settings: Partial<SignatureSettings>,
  environment: Record<string, string> = {},
): Preferences {
  return resolvePreferences({ ...noSettings, ...settings }, createTestWorld({ environment }));
}

describe('the signature settings of an image', () => {
  it('are the image’s own repository and OCI media types by default', () => {
    const { signatureRepository, legacyMediaTypes } = resolve({});
    assert.equal(signatureRepository, undefined);
    assert.equal(legacyMediaTypes.value, false);
  });

  it('take the repository of the setting in layout perImage, and say where it came from', () => {
    const { signatureRepository } = resolve(
      { signatureRepository: { value: 'ghcr.io/acme/sigs', origin: folder } },
      { COSIGN_REPOSITORY: 'ghcr.io/other' },
    );
    assert.equal(signatureRepository?.layout, 'perImage');
    assert.deepEqual(signatureRepository.origin, folder);
    assert.equal(formatRepository(signatureRepository.repository), 'ghcr.io/acme/sigs');
  });

  it('take COSIGN_REPOSITORY in layout shared where nothing is set, and say so [S8]', () => {
    const { signatureRepository } = resolve({}, { COSIGN_REPOSITORY: 'ghcr.io/other' });
    assert.equal(signatureRepository?.layout, 'shared');
    assert.deepEqual(signatureRepository.origin, { kind: 'environment', name: 'COSIGN_REPOSITORY' });
  });

  it('take an empty COSIGN_REPOSITORY for an unset one', () => {
    assert.equal(resolve({}, { COSIGN_REPOSITORY: '' }).signatureRepository, undefined);
  });

  for (const value of ['1', 't', 'T', 'TRUE', 'true', 'True']) {
    it(`take Docker media types for COSIGN_DOCKER_MEDIA_TYPES=${value}`, () => {
      assert.equal(resolve({}, { COSIGN_DOCKER_MEDIA_TYPES: value }).legacyMediaTypes.value, true);
    });
  }

  for (const value of ['0', 'yes', 'tRUE', '']) {
    it(`keep OCI media types for COSIGN_DOCKER_MEDIA_TYPES=${value || '(empty)'}`, () => {
      assert.equal(resolve({}, { COSIGN_DOCKER_MEDIA_TYPES: value }).legacyMediaTypes.value, false);
    });
  }

  it('let a setting that says false win over the environment [S8]', () => {
    const legacyMediaTypes = { value: false, origin: folder };
    const resolved = resolve({ legacyMediaTypes }, { COSIGN_DOCKER_MEDIA_TYPES: '1' });
    assert.equal(resolved.legacyMediaTypes.value, false);
  });

  const refused: readonly (readonly [value: string, reason: string])[] = [
    ['ghcr.io/acme/sigs:tag', 'tag'],
    [`ghcr.io/acme/sigs@sha256:${'0'.repeat(64)}`, 'digest'],
    ['ghcr.io/Acme/sigs', 'syntax'],
    ['https://ghcr.io/acme', 'syntax'],
  ];
  for (const [value, reason] of refused) {
    it(`refuse ${value} and say that the ${reason} is the reason`, () => {
      assert.throws(
        () => resolve({ signatureRepository: { value, origin: folder } }),
        (error) => isEngineError(error, 'bad-signature-repository') && error.details.reason === reason,
      );
    });
  }
});
