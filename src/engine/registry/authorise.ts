// The Authorization of a request: from what is known of the registry, or in answer to a challenge. Tokens are kept
// per registry, scopes and credential (S26) and asked for once by all who need the same.
import type { Credential } from '../credentials/credential.ts';
import type { Challenge } from './challenge.ts';
import { coversScopes, mergeScopes } from './scope.ts';
import { basicHeader } from './secrets.ts';
import { allowedRealm } from './realm.ts';
import { requestToken } from './token.ts';
import type { BearerChallenge } from './token.ts';
import { keepToken, withoutBudget } from './session.ts';
import type { CachedToken, RegistryFacts, RegistrySession } from './session.ts';

export interface Authorization {
  readonly header: string;
  readonly credential: Credential;
  readonly kind: 'basic' | 'bearer';
  /** The scopes asked for; none for Basic and for a registry token. */
  readonly scopes: readonly string[];
  /** Set for a token that an earlier request already used: it may have run out (http: the clock jumps in sleep). */
  readonly reused: boolean;
  /** Drops the token, so that the next request asks for a new one. */
  drop(): void;
}

/**
 * The Authorization that answers this challenge, or undefined where this credential has none to give.
 * `wanted` is the scope the request needs, `asked` the URL that was or will be asked.
 */
export async function authorise(
  session: RegistrySession,
  facts: RegistryFacts,
  challenge: Challenge,
  wanted: string,
  credential: Credential,
  asked: URL,
  signal: AbortSignal,
): Promise<Authorization | undefined> {
  const keep = (): void => undefined;
  if (challenge.kind === 'basic') {
    const header = basicHeader(credential);
    if (header === undefined) return undefined;
    return { header, credential, kind: 'basic', scopes: [], reused: false, drop: keep };
  }
  if (credential.kind === 'bearer') {
    const header = `Bearer ${credential.token}`;
    return { header, credential, kind: 'bearer', scopes: [], reused: false, drop: keep };
  }
  const scopes = scopesFor(facts, challenge, wanted);
  const key = JSON.stringify([challenge.realm, challenge.service, [...scopes].sort(), credential.identity]);
  const fresh = freshToken(session, facts, key);
  const token =
    fresh ?? (await shareToken(session, facts, key, challenge, scopes, credential, asked, signal));
  return {
    header: `Bearer ${token.value}`,
    credential,
    kind: 'bearer',
    scopes,
    reused: fresh !== undefined,
    drop() {
      if (facts.tokens.get(key) === token) facts.tokens.delete(key);
    },
  };
}

/** True where the challenge of a refused request names something that was not asked for yet. */
export function namesMore(challenge: Challenge, wanted: string, had: Authorization): boolean {
  if (challenge.kind !== 'bearer') return false;
  return had.kind === 'basic' || !coversScopes(had.scopes, mergeScopes(challenge.scope, wanted));
}

function freshToken(session: RegistrySession, facts: RegistryFacts, key: string): CachedToken | undefined {
  const kept = facts.tokens.get(key);
  return kept !== undefined && kept.expires > session.world.clock.now() ? kept : undefined;
}

// Remembered by what was wanted, so that the next request asks for the right thing at once.
function scopesFor(facts: RegistryFacts, challenge: BearerChallenge, wanted: string): readonly string[] {
  if (challenge.scope === undefined) return facts.scopes.get(wanted) ?? [wanted];
  const scopes = mergeScopes(challenge.scope, wanted);
  facts.scopes.set(wanted, scopes);
  return scopes;
}

async function shareToken(
  session: RegistrySession,
  facts: RegistryFacts,
  key: string,
  challenge: BearerChallenge,
  scopes: readonly string[],
  credential: Credential,
  asked: URL,
  signal: AbortSignal,
): Promise<CachedToken> {
  const realm = await allowedRealm(session, facts.registry, asked, challenge.realm, credential);
  // Looking up the realm's name takes a while where a resolver is slow: another may have fetched the token meanwhile.
  const meanwhile = freshToken(session, facts, key);
  if (meanwhile !== undefined) return meanwhile;
  return facts.tokenRequests.run(key, signal, async (shared) => {
    const free = withoutBudget(session);
    const token = await requestToken(free, facts, realm, challenge, scopes, credential, shared);
    keepToken(facts, key, token, session.world.clock.now());
    return token;
  });
}
