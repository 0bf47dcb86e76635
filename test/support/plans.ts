// A plan of a signature as the engine makes it, for tests of what is shown.
import type { SignPlan } from '../../src/engine/plan.ts';
import { ann } from './logins.ts';

/** A plan for `ghcr.io/acme/app:1.0` by the key `release`; `more` replaces parts of it. */
export function planOf(more: Partial<SignPlan> = {}): SignPlan {
  return {
    request: {
      reference: 'ghcr.io/acme/app:1.0',
      key: { fingerprint: '0123456789ab'.padEnd(64, '0'), label: 'release', publicKeyPem: '' },
      annotations: [],
      settings: { signatureRepository: undefined, layout: undefined, legacyMediaTypes: undefined },
    },
    repository: 'ghcr.io/acme/app',
    tag: '1.0',
    impliedTag: false,
    digest: `sha256:${'a'.repeat(64)}`,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    size: 527,
    platforms: [],
    further: [],
    place: {
      repository: 'ghcr.io/acme/app',
      tag: `sha256-${'a'.repeat(64)}.sig`,
      layout: 'own',
      origin: { kind: 'default', name: '' },
      state: 'empty',
      signatures: 0,
    },
    mediaTypes: 'oci',
    mediaTypesOrigin: { kind: 'default', name: '' },
    credential: {
      description: ann,
      identity: 'docker:ann',
      push: 'granted',
    },
    machine: 'this computer',
    log: 'none',
    alreadySigned: false,
    plannedAt: 0,
    ...more,
  };
}
