// A registry in memory for tests and for `npm start`: OCI distribution spec 1.1 on node:http, with switches for the
// quirks of real products (options.ts). It answers from plain functions, one file per concern.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, type Exchange, noSuchPage, type RecordedRequest } from './answers.ts';
import { newGate } from './auth.ts';
import { newBarrier } from './barrier.ts';
import { answerContent } from './content.ts';
import type { RegistryOptions } from './options.ts';
import { refusedBeforeRoute } from './refusedBeforeRoute.ts';
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
  const limitReached = newBarrier(options);
  let address = '';

  async function answer(request: RecordedRequest): Promise<Answer> {
    const limited = limitReached(request);
    if (limited !== undefined) return limited;
    const scripted = await options.statusFor?.(request);
    if (scripted !== undefined) return scripted;
    // Locations and the token realm lead back the way the request came, also through a proxy.
    const {
      host,
      'x-forwarded-host': name = host ?? address,
      'x-forwarded-proto': scheme = 'http',
    } = request.headers;
    const behindName = request.headers['x-forwarded-host'] !== undefined;
    const origin = `${scheme}://${name}`;
    const exchange: Exchange = { request, state, options, address: name, origin, behindName };
    const elsewhere = answerContent(exchange) ?? gate.tokenEndpoint(exchange);
    if (elsewhere !== undefined) return elsewhere;
    if (request.path === '/v2') return { status: 301, headers: { location: '/v2/' } };
    const route = isOtherHost(exchange) ? undefined : routeOf(request.method, request.path);
    if (route === undefined) return noSuchPage();
    const refused = gate.refusalFor(exchange, route) ?? refusedBeforeRoute(exchange, route);
    return refused ?? route.answer(exchange);
  }

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await recorded(message);
    requests.push(request);
    const given = withHeaders(await answer(request), options);
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

/** The token server and the blobs' host are no registries. */
function isOtherHost({ behindName, address, options }: Exchange): boolean {
  const { auth, blobsAt } = options;
  const tokenHost =
    typeof auth === 'object' && 'token' in auth && auth.token.at?.host !== undefined
      ? auth.token.at.host
      : '';
  return behindName === true && [tokenHost, blobsAt?.host].includes(address);
}

function withHeaders(answer: Answer, { headers }: RegistryOptions): Answer {
  return headers === undefined ? answer : { ...answer, headers: { ...headers, ...answer.headers } };
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
