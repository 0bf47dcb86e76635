// Scopes of tokens (distribution: token scope documentation): `repository:NAME:pull,push`. What is asked of the token
// server: what the challenge named comes first, because some servers look at the first scope only.

/** GitHub's registry names this in every challenge that is not about a repository; it means nothing. */
const placeholder = 'repository:user/image:pull';

/**
 * The scopes to ask for. `named` is the challenge's scope parameter (several with blanks between) or undefined,
 * `wanted` the scope that the request needs. A challenge that names the same repository is widened to both sets of
 * actions; one that names other things (Artifactory drops a prefix, public ECR says `aws`) is taken at its word.
 */
export function mergeScopes(named: string | undefined, wanted: string): readonly string[] {
  const challenge = (named ?? '')
    .split(' ')
    .filter(
      (scope) => scope !== '' && (scope !== placeholder || wanted.startsWith('repository:user/image:')),
    );
  if (challenge.length === 0) return [wanted];
  const resource = resourceOf(wanted);
  if (!challenge.some((scope) => resourceOf(scope) === resource)) return challenge;
  return challenge.map((scope) => (resourceOf(scope) === resource ? widen(scope, wanted) : scope));
}

/** True where every action of every `needed` scope is among the `asked` ones. */
export function coversScopes(asked: readonly string[], needed: readonly string[]): boolean {
  return needed.every((need) =>
    asked.some(
      (have) =>
        resourceOf(have) === resourceOf(need) && actionsOf(need).every((a) => actionsOf(have).includes(a)),
    ),
  );
}

function widen(scope: string, wanted: string): string {
  const actions = new Set([...actionsOf(scope), ...actionsOf(wanted)]);
  return `${resourceOf(scope)}:${[...actions].join(',')}`;
}

// The name may hold colons (a registry's port): the actions are behind the last one.
function resourceOf(scope: string): string {
  const colon = scope.lastIndexOf(':');
  return colon < 0 ? scope : scope.slice(0, colon);
}

function actionsOf(scope: string): string[] {
  const colon = scope.lastIndexOf(':');
  return colon < 0 ? [] : scope.slice(colon + 1).split(',');
}
