// How a registry asked for a sign-in before. Remembered without the scope, which belongs to one repository.
import { anonymous, describeCredential } from '../credentials/credential.ts';
import { isPassing } from '../http/retry.ts';
import { answerError } from './answer.ts';
import { readChallenge } from './challenge.ts';
import type { Challenge } from './challenge.ts';
import { firstAnswer } from './firstAnswer.ts';
import { recognise } from './recognise.ts';
import { withoutBudget } from './session.ts';
import type { RegistryFacts, RegistrySession } from './session.ts';

/**
 * What a request does there, as the actions of a scope; `catalog` is the registry's own list, `metadata_read` what a
 * product's lists want.
 */
export type Access = 'pull' | 'pull,push' | 'pull,push,delete' | 'metadata_read' | 'catalog';

/** What this kind of call is to be signed in with, as far as is known. */
export function knownChallenge(facts: RegistryFacts, access: Access): Challenge | undefined {
  return facts.challenges.get(access === 'catalog' ? 'catalog' : 'repository');
}

/** Keeps a challenge for later calls. Scopes outside the grammar (`aws`) are meant for all of them and stay. */
export function rememberChallenge(facts: RegistryFacts, access: Access, challenge: Challenge): void {
  facts.challenges.set(access === 'catalog' ? 'catalog' : 'repository', withoutScope(challenge));
}

function withoutScope(challenge: Challenge): Challenge {
  if (challenge.kind === 'basic' || challenge.scope === undefined) return challenge;
  const general = challenge.scope.split(' ').filter((scope) => scope !== '' && !scope.includes(':'));
  return { ...challenge, scope: general.length === 0 ? undefined : general.join(' ') };
}

/**
 * True where the registry wants a sign-in for something. Asks /v2/ without a credential, once for all who want to know at
 * the same time, where no answer has told yet. Throws what the network throws, and what a registry says that fails
 * (`registry-failed`, `rate-limited`): that tells nothing, and is not remembered.
 */
export async function wantsSignIn(
  session: RegistrySession,
  facts: RegistryFacts,
  signal: AbortSignal,
): Promise<boolean> {
  if (facts.open === undefined && !facts.challenges.has('repository')) {
    await facts.pings.run('', signal, (shared) => ping(withoutBudget(session), facts, shared));
  }
  return facts.challenges.has('repository');
}

async function ping(session: RegistrySession, facts: RegistryFacts, signal: AbortSignal): Promise<void> {
  const response = await firstAnswer(session, facts.registry, signal);
  if (isPassing(response.status)) {
    const asked = { repository: { registry: facts.registry, path: '' }, operation: 'asking who may read' };
    const nobody = describeCredential(anonymous);
    throw answerError(response, asked, nobody, [], session.world.clock.now());
  }
  recognise(facts, response);
  const challenge =
    response.status === 401 ? readChallenge(response.headers.get('www-authenticate')) : undefined;
  if (challenge !== undefined) rememberChallenge(facts, 'pull', challenge);
  facts.open = response.status === 200;
}
