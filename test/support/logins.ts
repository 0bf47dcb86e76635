// Whose login it is, as the engine describes it.
import type { CredentialDescription } from '../../src/engine/problems.ts';

export const nobody: CredentialDescription = { kind: 'anonymous', detail: '', user: '' };

/** Ann, signed in by `docker login`. */
export const ann: CredentialDescription = {
  kind: 'docker-config',
  detail: '~/.docker/config.json',
  user: 'ann',
};
