// A server that answers exactly what a test says, for answers that no real registry gives on demand.
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SelfSigned } from './selfSigned.ts';

export interface Received {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface ScriptedServer {
  /** host:port */
  readonly address: string;
  readonly requests: Received[];
  /** `METHOD path?query` of every request, in order. */
  readonly lines: () => string[];
  /** How many connections were opened. */
  readonly connections: () => number;
  stop(): Promise<void>;
}

export type Script = (request: Received, response: ServerResponse, count: number) => void | Promise<void>;

/** Starts it on a free port of this address. `count` is the 1-based number of the request. */
export async function startScripted(
  script: Script,
  tls?: SelfSigned,
  on = '127.0.0.1',
): Promise<ScriptedServer> {
  const requests: Received[] = [];
  let connections = 0;
  const listener: RequestListener = (message, response) => {
    void receive(message).then(async (request) => {
      requests.push(request);
      await script(request, response, requests.length);
    });
  };
  const server =
    tls === undefined
      ? createServer(listener)
      : createTlsServer({ key: tls.privateKeyPem, cert: tls.certificatePem }, listener);
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, on, resolve));
  return {
    address: `${on}:${String((server.address() as AddressInfo).port)}`,
    requests,
    lines: () => requests.map(({ method, url }) => `${method} ${url}`),
    connections: () => connections,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with status, headers and a text or JSON body. */
export function answer(
  response: ServerResponse,
  status: number,
  body: unknown = '',
  headers: Readonly<Record<string, string>> = {},
): void {
  const json = typeof body !== 'string' && !(body instanceof Uint8Array);
  response.writeHead(status, { ...(json ? { 'content-type': 'application/json' } : {}), ...headers });
  response.end(json ? JSON.stringify(body) : body);
}

async function receive(message: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const { method = '', url = '', headers } = message;
  return { method, url, headers, body: Buffer.concat(chunks) };
}
