// An internet for tests of hostile servers: public host names, https and private addresses that no test can serve for
// real. Every request that the engine sends anywhere goes through here and is kept, so that a credential can be searched
// for at every host. The registries in it answer with the demo registry's own handlers.
import { createRegistrySession } from '../../../src/engine/registry/session.ts';
import { createHttp } from '../../../src/engine/http/http.ts';
import { createTagQueue } from '../../../src/engine/store/tagQueue.ts';
import type { EngineContext } from '../../../src/engine/verbs/context.ts';
import type { RecordedRequest } from '../../demo/answers.ts';
import { newGate } from '../../demo/auth.ts';
import type { RegistryOptions } from '../../demo/options.ts';
import { routeOf } from '../../demo/routes.ts';
import { newState, type RegistryState } from '../../demo/state.ts';
import { createFakeClock, type FakeClock } from '../../support/fakeClock.ts';
import { createTestWorld, type TestWorld, type WorldOptions } from '../../support/world.ts';

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

/** What answers at one origin. */
export type Site = (asked: Asked) => Response | Promise<Response>;

export interface Internet {
  readonly asked: Asked[];
  readonly world: TestWorld;
  readonly clock: FakeClock;
  /** An engine in that world; its verbs are called with it. */
  readonly engine: EngineContext;
  /** The requests to one host. */
  to(host: string): Asked[];
  /** `METHOD url` of every request that carried this text in any form that a server can read. */
  carrying(secret: string): string[];
}

/** Sites by `https://host[:port]`; `names`: what host names stand for, where that matters. */
export function newInternet(
  sites: Readonly<Record<string, Site>>,
  options: WorldOptions = {},
  names: Readonly<Record<string, readonly string[]>> = {},
): Internet {
  const asked: Asked[] = [];
  const clock = createFakeClock();
  const fetchHere: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const body = init?.body instanceof Uint8Array ? Buffer.from(init.body).toString('latin1') : '';
    const one: Asked = { method: init?.method ?? 'GET', url, headers: new Headers(init?.headers), body };
    asked.push(one);
    const site = sites[url.origin];
    if (site !== undefined) return site(one);
    throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) });
  };
  const world = createTestWorld({ clock, fetch: fetchHere, ...options });
  const http = createHttp(world, (name) => Promise.resolve(names[name] ?? []));
  const session = { ...createRegistrySession(world), http };
  const engine: EngineContext = {
    world,
    session,
    queue: createTagQueue(world),
    seen: new WeakMap(),
    lifetime: new AbortController().signal,
  };
  return {
    asked,
    world,
    clock,
    engine,
    to: (host) => asked.filter(({ url }) => url.host === host),
    carrying: (secret) =>
      asked
        .filter((one) => textsOf(one).some((text) => text.includes(secret)))
        .map(({ method, url }) => `${method} ${url.href}`),
  };
}

/** Everything that the server at the other end could read, Basic decoded. */
function textsOf({ url, headers, body }: Asked): string[] {
  const values = [...headers].map(([, value]) => value);
  const basic = values.flatMap((value) => {
    const encoded = /^Basic (\S+)$/i.exec(value)?.[1];
    return encoded === undefined ? [] : [Buffer.from(encoded, 'base64').toString('utf8')];
  });
  return [url.href, decodeURIComponent(url.href), body, decodeURIComponent(body), ...values, ...basic];
}

export interface RegistrySite {
  readonly site: Site;
  readonly state: RegistryState;
}

/** The demo registry as a site. `lies` answers in its place where it gives something. */
export function registrySite(
  options: RegistryOptions = {},
  lies: (asked: Asked) => Response | undefined = () => undefined,
): RegistrySite {
  const state = newState();
  const gate = newGate(options.auth ?? 'none');
  return {
    state,
    site: (asked) => {
      const lie = lies(asked);
      if (lie !== undefined) return lie;
      const { method, url, headers, body } = asked;
      const request: RecordedRequest = {
        method,
        path: url.pathname,
        query: url.searchParams,
        headers: Object.fromEntries(headers),
        body: Buffer.from(body, 'latin1'),
        status: undefined,
      };
      const exchange = { request, state, options, address: url.host, origin: url.origin };
      const route = routeOf(method, url.pathname);
      const refused = route && gate.refusalFor(exchange, route);
      const given = gate.tokenEndpoint(exchange) ?? refused ?? route?.answer(exchange) ?? { status: 404 };
      const bytes = given.body === undefined ? null : new Uint8Array(Buffer.from(given.body));
      return new Response(given.status === 204 ? null : bytes, {
        status: given.status,
        headers: { ...given.headers },
      });
    },
  };
}

/** An answer with a text or JSON. */
export function says(
  status: number,
  body: unknown = '',
  headers: Readonly<Record<string, string>> = {},
): Response {
  const isText = typeof body === 'string';
  const type = isText ? 'text/plain' : 'application/json';
  return new Response(isText ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': type, ...headers },
  });
}

/** A world with a Docker login: `password` is the canary. */
export function loggedIn(registry: string, password: string, user = 'ann'): WorldOptions {
  const auth = Buffer.from(`${user}:${password}`).toString('base64');
  return { files: { '/home/ann/.docker/config.json': JSON.stringify({ auths: { [registry]: { auth } } }) } };
}

/** The same with an identity token. */
export function loggedInWithToken(registry: string, identitytoken: string): WorldOptions {
  const entry = {
    auth: Buffer.from('00000000-0000-0000-0000-000000000000:').toString('base64'),
    identitytoken,
  };
  return { files: { '/home/ann/.docker/config.json': JSON.stringify({ auths: { [registry]: entry } }) } };
}
