// What a registry is told about who asks, and where that came from. Secrets live in here and go nowhere else.
import { createHmac } from 'node:crypto';
import type { CredentialDescription } from '../problems.ts';
import { userToShow } from '../signIn.ts';
import type { LoginSecret } from '../signIn.ts';
import type { World } from '../world.ts';

export type CredentialSource = Pick<CredentialDescription, 'kind' | 'detail'>;

interface Origin {
  readonly source: CredentialSource;
  /** Comparable and free of secrets: the same while source, user and secret are the same (S26). */
  readonly identity: string;
}

/** The secret as its source holds it. */
export type Secret =
  | LoginSecret
  /** A registry token (Docker's `registrytoken`), sent as it is. */
  | { readonly kind: 'bearer'; readonly token: string };

export type Credential = (Secret | { readonly kind: 'anonymous' }) & Origin & Lasting;

interface Lasting {
  /**
   * Milliseconds for which it stands for its source without asking again; left out: the usual minute. A source that gives
   * another secret each time it is asked would else be another credential behind each plan (S26).
   */
  readonly lasts?: number;
}

export const anonymous: Credential = {
  kind: 'anonymous',
  source: { kind: 'anonymous', detail: '' },
  identity: 'anonymous',
};

/** The secret with its origin. */
export function createCredential(world: World, secret: Secret, source: CredentialSource): Credential {
  return { ...secret, source, identity: fingerprint(world, secret, source) };
}

/** Well below the shortest life of what these give (Google's tokens: an hour), and longer than a plan is looked at. */
const passingMilliseconds = 20 * 60_000;

/** The same of a secret that its source makes anew for whoever asks. */
export function createPassingCredential(world: World, secret: Secret, source: CredentialSource): Credential {
  return { ...createCredential(world, secret, source), lasts: passingMilliseconds };
}

/** For plan, report and errors. Never the secret. */
export function describeCredential(credential: Credential): CredentialDescription {
  return { ...credential.source, user: credential.kind === 'basic' ? userToShow(credential) : '' };
}

const keys = new WeakMap<World, Uint8Array>();

/** Lets credentials that are found in `other` have the identity that they have in this world. */
export function shareIdentities(world: World, other: World): void {
  keys.set(other, keyOf(world));
}

function keyOf(world: World): Uint8Array {
  const key = keys.get(world) ?? world.random(32);
  keys.set(world, key);
  return key;
}

// Keyed with a random key of this world: a fingerprint that leaks cannot be used to try passwords.
function fingerprint(world: World, secret: Secret, source: CredentialSource): string {
  const user = 'username' in secret ? userToShow(secret) : '';
  const hidden = secret.kind === 'basic' ? secret.password : secret.token;
  const digest = createHmac('sha256', keyOf(world))
    .update(JSON.stringify([secret.kind, user, hidden]))
    .digest('hex');
  return JSON.stringify([source.kind, source.detail, user, digest.slice(0, 16)]);
}
