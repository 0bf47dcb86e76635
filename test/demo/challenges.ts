// The WWW-Authenticate of the demo registry's token gate: distribution's (measured), and what products make of it.
import type { Exchange } from './answers.ts';
import type { TokenOption } from './authOptions.ts';
import type { Route } from './routes.ts';

/** What a 401 carries: one challenge, several in headers of their own, or none. */
export function challengeFor(
  exchange: Exchange,
  route: Route,
  option: TokenOption,
  error: string | undefined,
): string | string[] | undefined {
  if (option.catalog === 'basic' && route.name === 'catalog') return harborBasic;
  const signedIn = exchange.request.headers['authorization'] !== undefined;
  if (signedIn && option.refused === 'no-challenge') return undefined;
  if (signedIn && option.refused === 'basic') return harborBasic;
  const bearer = bearerChallenge(exchange, route, option, error);
  return option.further === undefined ? bearer : [bearer, option.further];
}

/** Harbor v2auth/auth.go getChallenge. */
const harborBasic = 'Basic realm="harbor"';

function bearerChallenge(
  exchange: Exchange,
  route: Route,
  option: TokenOption,
  error: string | undefined,
): string {
  const isBarePing = route.name === undefined && option.ping === 'bare';
  const scope = scopeOf(route, option);
  const parts = [
    `realm="${realmOf(exchange, route, option)}"`,
    ...(isBarePing ? [] : [`service="${option.service ?? 'demo-registry'}"`]),
    ...(scope === undefined ? [] : [`scope="${scope}"`]),
    ...(error === undefined ? [] : [`error="${error}"`]),
  ];
  return `Bearer ${parts.join(',')}`;
}

function realmOf({ origin, behindName }: Exchange, { name }: Route, { realm, at }: TokenOption): string {
  if (at === undefined) return realm ?? `${origin}/token`;
  const base = behindName === true && at.host !== undefined ? `https://${at.host}` : origin;
  // JFrog's charts: `rewrite ^/(v2)/token /artifactory/api/docker/null/v2/token`.
  const key = name === undefined || name === 'catalog' ? 'null' : name.split('/')[0];
  return `${base}${at.path.replace('{key}', key ?? '')}`;
}

/** The scope distribution names for this route (measured): push asks for pull too. */
function scopeOf(route: Route, option: TokenOption): string | undefined {
  if (option.namesScope === false) return undefined;
  if (option.fixedScope !== undefined) return option.fixedScope;
  if (route.name === undefined) {
    return option.ping === 'placeholder' ? 'repository:user/image:pull' : undefined;
  }
  if (route.name === 'catalog') return 'registry:catalog:*';
  const actions = route.action === 'push' ? 'pull,push' : route.action;
  const name = option.scopeWithoutKey === true ? route.name.slice(route.name.indexOf('/') + 1) : route.name;
  return `repository:${name}:${actions}`;
}
