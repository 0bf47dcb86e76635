// What products refuse whoever asks, before any handler looks: Accept where none belongs, writes where there are none.
import { type Answer, type Exchange, refusal } from './answers.ts';
import type { Route } from './routes.ts';

/** The refusal, or undefined where the route's handler answers. */
export function refusedBeforeRoute({ request, options, state }: Exchange, route: Route): Answer | undefined {
  const { words } = options;
  if (route.name === undefined) return words?.ping;
  const accept = request.headers['accept'] ?? '*/*';
  if (
    options.acceptOnManifestsOnly === true &&
    !accept.includes('*/*') &&
    !/\/(?:manifests|referrers)\//.test(request.path)
  ) {
    return refusal(406, 'UNSUPPORTED', 'Not Acceptable');
  }
  if (route.action !== 'push') return undefined;
  const refused = words?.write?.(route.name);
  if (refused !== undefined || state.repositories.has(route.name)) return refused;
  return words?.absent?.({
    kind: 'upload',
    method: request.method,
    name: route.name,
    target: undefined,
    repositoryExists: false,
  });
}
