// A registry in memory for tests and for `npm start`: OCI distribution spec 1.1 on node:http, with switches for the
// quirks of real products (options.ts). It answers from plain functions, one file per concern.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, type Exchange, noSuchPage, type RecordedRequest, refusal } from './answers.ts';
import { newGate } from './auth.ts';
import type { RegistryOptions } from './options.ts';
import { routeOf } from './routes.ts';
import { newState, type RegistryState } from './state.ts';

export interface Registry {
  /** host:port, as it stands in references. */
  readonly address: string;
  /** What the registry holds; tests may read and change it. */
  readonly state: RegistryState;
  /** Every request so far, in the order they arrived. */
  readonly requests: RecordedRequest[];
  /** Closes the port and every connection. */
  stop(): Promise<void>;
}

/** Starts a registry; rejects when the port is taken. */
export async function startRegistry(options: RegistryOptions = {}): Promise<Registry> {
  const state = newState();
  const requests: RecordedRequest[] = [];
  const gate = newGate(options.auth ?? 'none');
  let address = '';

  async function answer(request: RecordedRequest): Promise<Answer> {
    const limit = options.rateLimit;
    if (limit !== undefined && requests.length > limit.requests) {
      const headers = { 'retry-after': String(limit.retryAfterSeconds ?? 1) };
      return refusal(429, 'TOOMANYREQUESTS', 'too many requests', null, headers);
    }
    const scripted = await options.statusFor?.(request);
    if (scripted !== undefined) return scripted;
    // Locations and the token realm lead back the way the request came, also through a proxy.
    const {
      host,
      'x-forwarded-host': name = host ?? address,
      'x-forwarded-proto': scheme = 'http',
    } = request.headers;
    const exchange: Exchange = { request, state, options, address: name, origin: `${scheme}://${name}` };
    const token = gate.tokenEndpoint(exchange);
    if (token !== undefined) return token;
    if (request.path === '/v2') return { status: 301, headers: { location: '/v2/' } };
    const route = routeOf(request.method, request.path);
    if (route === undefined) return noSuchPage();
    return gate.refusalFor(exchange, route) ?? route.answer(exchange);
  }

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await recorded(message);
    requests.push(request);
    const given = await answer(request);
    if (options.latencyMilliseconds !== undefined) await wait(options.latencyMilliseconds);
    request.status = given.status;
    send(response, given, request.method === 'HEAD');
  }

  const server = createServer((message, response) => {
    serve(message, response).catch(() => response.destroy());
  });
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  address = `${host}:${(server.address() as AddressInfo).port}`;

  return {
    address,
    state,
    requests,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function recorded(message: IncomingMessage): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const target = message.url ?? '/';
  const mark = target.indexOf('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  }
  return {
    method: message.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    headers,
    body: Buffer.concat(chunks),
    status: undefined,
  };
}

function send(response: ServerResponse, answer: Answer, head: boolean): void {
  const body = answer.body === undefined ? Buffer.alloc(0) : Buffer.from(answer.body);
  const length =
    answer.status === 204 || answer.status === 304 ? {} : { 'content-length': String(body.length) };
  response.writeHead(answer.status, {
    'docker-distribution-api-version': 'registry/2.0',
    ...length,
    ...answer.headers,
  });
  response.end(head ? undefined : body);
}
