// Bearer tokens of the demo registry: opaque, remembered in memory, given by GET (Basic or nobody) and by POST
// (OAuth 2 form: password or refresh_token), as distribution's token and oauth2 specifications describe.
import { randomBytes } from 'node:crypto';
import { type Answer, type Exchange, jsonAnswer, methodNotAllowed, refusal } from './answers.ts';
import { denied, type Gate, userOf } from './auth.ts';
import type { Action, Grants, TokenOption, Users } from './options.ts';
import type { Route } from './routes.ts';

interface Grant {
  /** `NAME:ACTION`, e.g. `demo/app:pull`. */
  readonly access: ReadonlySet<string>;
  /** Milliseconds since 1970. */
  readonly ends: number;
}

export function newTokenGate(option: TokenOption, users: Users, grants: Grants): Gate {
  const given = new Map<string, Grant>();

  function give(scopes: readonly string[], user: string | undefined): Answer {
    const access = new Set<string>();
    for (const scope of scopes) {
      const [, type, name, actions] = /^([a-z]+):(.+):([^:]*)$/.exec(scope) ?? [];
      if (type === undefined || name === undefined || actions === undefined) continue;
      for (const action of actions.split(',')) {
        if (grants(user, name, action as Action)) access.add(`${name}:${action}`);
      }
    }
    const token = randomBytes(24).toString('base64url');
    given.set(token, { access, ends: Date.now() + (option.expiresInSeconds ?? 60) * 1000 });
    const field = option.field ?? 'both';
    return jsonAnswer(200, {
      ...(field === 'access_token' ? {} : { token }),
      ...(field === 'token' ? {} : { access_token: token }),
      ...(option.expiresInSeconds === undefined ? {} : { expires_in: option.expiresInSeconds }),
      issued_at: new Date().toISOString(),
    });
  }

  function byGet({ request }: Exchange): Answer {
    const header = request.headers['authorization'];
    const user = userOf(header, users);
    if (header !== undefined && user === undefined) return badCredentials();
    return give(scopesOf(request.query.getAll('scope')), user);
  }

  function byPost({ request }: Exchange): Answer {
    if (option.post === false) return methodNotAllowed('GET');
    const form = new URLSearchParams(new TextDecoder().decode(request.body));
    const name = form.get('username') ?? '';
    const byPassword = form.get('grant_type') === 'password' && users[name] === form.get('password');
    const user = byPassword ? name : option.refreshTokens?.[form.get('refresh_token') ?? ''];
    if (user === undefined) return badCredentials();
    return give(scopesOf(form.getAll('scope')), user);
  }

  return {
    tokenEndpoint(exchange) {
      if (exchange.request.path !== '/token') return undefined;
      return exchange.request.method === 'POST' ? byPost(exchange) : byGet(exchange);
    },
    refusalFor(exchange, route) {
      const token = /^bearer\s+(\S+)$/i.exec(exchange.request.headers['authorization'] ?? '')?.[1];
      const grant = token === undefined ? undefined : given.get(token);
      if (grant === undefined || grant.ends < Date.now()) {
        return challenge(exchange, route, option, token === undefined ? undefined : 'invalid_token');
      }
      if (route.name === undefined || grant.access.has(`${route.name}:${route.action}`)) return undefined;
      return option.tooWeak === 'denied'
        ? denied()
        : challenge(exchange, route, option, 'insufficient_scope');
    },
  };
}

function challenge(
  { origin }: Exchange,
  route: Route,
  option: TokenOption,
  error: string | undefined,
): Answer {
  const scope = scopeOf(route);
  const parts = [
    `realm="${option.realm ?? `${origin}/token`}"`,
    `service="${option.service ?? 'demo-registry'}"`,
    ...(scope === undefined ? [] : [`scope="${scope}"`]),
    ...(error === undefined ? [] : [`error="${error}"`]),
  ];
  const headers = { 'www-authenticate': `Bearer ${parts.join(',')}` };
  return refusal(401, 'UNAUTHORIZED', 'authentication required', null, headers);
}

/** The scope distribution names for this route (measured): push asks for pull too. */
function scopeOf(route: Route): string | undefined {
  if (route.name === undefined) return undefined;
  if (route.name === 'catalog') return 'registry:catalog:*';
  const actions = route.action === 'push' ? 'pull,push' : route.action;
  return `repository:${route.name}:${actions}`;
}

/** One parameter may hold several scopes, separated by blanks. */
function scopesOf(parameters: readonly string[]): string[] {
  return parameters.flatMap((parameter) => parameter.split(' ')).filter((scope) => scope !== '');
}

function badCredentials(): Answer {
  return refusal(401, 'UNAUTHORIZED', 'incorrect username or password');
}
