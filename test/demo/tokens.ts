// Bearer tokens of the demo registry: remembered in memory, given by GET (Basic or nobody) and by POST (OAuth 2 form:
// password or refresh_token), as distribution's token and oauth2 specifications describe; with switches (authOptions.ts).
import { type Answer, type Exchange, jsonAnswer, methodNotAllowed, refusal } from './answers.ts';
import { denied, type Gate, unauthorized, userOf, userWith } from './auth.ts';
import type { Action, AuthWords, Grants, TokenOption, Users } from './authOptions.ts';
import { challengeFor } from './challenges.ts';
import type { Route } from './routes.ts';
import { type Access, newToken } from './tokenForm.ts';

interface Grant {
  readonly user: string | undefined;
  /** `NAME:ACTION`, e.g. `demo/app:pull`; undefined: whatever the user may do. */
  readonly access: ReadonlySet<string> | undefined;
  /** Milliseconds since 1970. */
  readonly ends: number;
  usesLeft: number;
}

export function newTokenGate(option: TokenOption, users: Users, grants: Grants, words: AuthWords): Gate {
  const given = new Map<string, Grant>();
  const endpoint = endpointOf(option);

  function give(exchange: Exchange, scopes: readonly string[], user: string | undefined): Answer {
    const key = endpoint.exec(exchange.request.path)?.[1];
    const granted: Access[] = [];
    const lacking: string[] = [];
    for (const scope of scopes) {
      const [, type, path, actions] = /^([a-z]+)(?:\([a-z]+\))?:(.+):([^:]*)$/.exec(scope) ?? [];
      if (type === undefined || path === undefined || actions === undefined) continue;
      const name = option.scopeWithoutKey === true && type === 'repository' ? `${key}/${path}` : path;
      const exists = exchange.state.repositories.has(name);
      const isGranted = (action: string): boolean => grants(user, name, action as Action, exists);
      const all = actions.split(',');
      granted.push({ type, name, actions: all.filter(isGranted) });
      lacking.push(...all.filter((action) => !isGranted(action)).map((action) => `${name}:${action}`));
    }
    const no = option.refusal?.({ user, scopes, lacking });
    if (no !== undefined) return no;
    const token = newToken(option.form ?? 'opaque', user, granted);
    const access = new Set(granted.flatMap(({ name, actions }) => actions.map((one) => `${name}:${one}`)));
    given.set(token, {
      user,
      access: option.unbound === true ? undefined : access,
      ends: Date.now() + (option.expiresInSeconds ?? 60) * 1000,
      usesLeft: option.uses ?? Number.POSITIVE_INFINITY,
    });
    return jsonAnswer(200, answerWith(option, token));
  }

  function byGet(exchange: Exchange): Answer {
    const header = exchange.request.headers['authorization'];
    const user = userOf(header, users);
    if (header !== undefined && user === undefined) return badCredentials(words);
    return give(exchange, scopesOf(exchange.request.query.getAll('scope')), user);
  }

  function byPost(exchange: Exchange): Answer {
    const { request } = exchange;
    if (option.post === false) return methodNotAllowed('GET');
    if (option.post !== undefined) return option.post;
    const form = new URLSearchParams(new TextDecoder().decode(request.body));
    const byPassword = form.get('grant_type') === 'password';
    const user = byPassword
      ? userWith(form.get('username') ?? '', form.get('password') ?? '', users)
      : option.refreshTokens?.[form.get('refresh_token') ?? ''];
    return user === undefined ? badCredentials(words) : give(exchange, scopesOf(form.getAll('scope')), user);
  }

  /** Whom Basic lets in where it counts; undefined where a token is wanted. */
  function byBasic({ request }: Exchange, route: Route): Grant | undefined {
    if (option.takesBasic !== true && !isBasicOnly(route)) return undefined;
    const user = userOf(request.headers['authorization'], users);
    return user === undefined ? undefined : { user, access: undefined, ends: 0, usesLeft: 1 };
  }

  /** Whom this token lets in; undefined where it is none, or has ended. */
  function byToken(header: string | undefined, route: Route): Grant | undefined {
    const grant = given.get(/^bearer\s+(\S+)$/i.exec(header ?? '')?.[1] ?? '');
    if (grant === undefined || isBasicOnly(route)) return undefined;
    grant.usesLeft -= 1;
    return grant.ends < Date.now() || grant.usesLeft < 0 ? undefined : grant;
  }

  function isBasicOnly({ name }: Route): boolean {
    return option.catalog === 'basic' && name === 'catalog';
  }

  function opens({ state }: Exchange, grant: Grant, { name, action }: Route): boolean {
    if (name === undefined) return true;
    if (grant.access !== undefined) return grant.access.has(`${name}:${action}`);
    return grants(grant.user, name, action, state.repositories.has(name));
  }

  return {
    tokenEndpoint(exchange) {
      const { request, address, behindName } = exchange;
      const isExchange = option.exchange !== undefined && request.path === '/oauth2/exchange';
      if (behindName === true && address !== (option.at?.host ?? address)) return undefined;
      if (isExchange) return exchanged(option, request.body, words);
      if (!endpoint.test(request.path)) return undefined;
      return request.method === 'POST' ? byPost(exchange) : byGet(exchange);
    },
    refusalFor(exchange, route) {
      const header = exchange.request.headers['authorization'];
      const grant = byBasic(exchange, route) ?? byToken(header, route);
      if (grant !== undefined && opens(exchange, grant, route)) return undefined;
      const about = { ...route, user: grant?.user, signedIn: header !== undefined };
      if (grant !== undefined && option.tooWeak === 'denied') return denied(words, about);
      const isToken = /^bearer\s/i.test(header ?? '');
      const error = grant !== undefined ? 'insufficient_scope' : isToken ? 'invalid_token' : undefined;
      return unauthorized(words, about, challengeFor(exchange, route, option, error));
    },
  };
}

function endpointOf({ at }: TokenOption): RegExp {
  const path = at?.path ?? '/token';
  return new RegExp(`^${path.replaceAll('.', '\\.').replace('{key}', '([^/]+)')}$`);
}

function answerWith(option: TokenOption, token: string): Record<string, unknown> {
  const field = option.field ?? 'both';
  return {
    ...(field === 'access_token' ? {} : { token }),
    ...(field === 'both' || field === 'access_token' ? { access_token: token } : {}),
    ...(field === 'empty-access-token' ? { access_token: '' } : {}),
    ...(option.expiresInSeconds === undefined ? {} : { expires_in: option.expiresInSeconds }),
    ...(field === 'token' || field === 'access_token' ? {} : { issued_at: new Date().toISOString() }),
  };
}

function exchanged({ exchange }: TokenOption, body: Uint8Array, words: AuthWords): Answer {
  const form = new URLSearchParams(new TextDecoder().decode(body));
  const known =
    form.get('grant_type') === 'access_token' && form.get('access_token') === exchange?.accessToken;
  return known ? jsonAnswer(200, { refresh_token: exchange.refreshToken }) : badCredentials(words);
}

/** One parameter may hold several scopes, separated by blanks. */
function scopesOf(parameters: readonly string[]): string[] {
  return parameters.flatMap((parameter) => parameter.split(' ')).filter((scope) => scope !== '');
}

function badCredentials({ badLogin }: AuthWords): Answer {
  return badLogin ?? refusal(401, 'UNAUTHORIZED', 'incorrect username or password');
}
