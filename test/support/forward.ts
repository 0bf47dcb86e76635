// What the proxies for tests share: reading a request whole, passing it on, and giving the answer back unchanged.
import { type Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';

export interface ProxiedRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly url: string;
  /** Name, value, name, value, … as they were sent. */
  readonly rawHeaders: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface ProxiedAnswer {
  readonly status: number;
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
}

const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'proxy-connection', 'upgrade']);

/** The request with its whole body. */
export async function readRequest(message: IncomingMessage): Promise<ProxiedRequest> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  }
  return {
    method: message.method ?? 'GET',
    url: message.url ?? '/',
    rawHeaders: message.rawHeaders,
    headers,
    body: await readAll(message),
  };
}

/**
 * Sends the request to `target` (host:port) and reads the whole answer. The Host header stays the client's, so that
 * Locations and token realms which a server builds from it lead through the proxy again.
 */
export function forward(target: string, agent: Agent, sent: ProxiedRequest): Promise<ProxiedAnswer> {
  const [hostname, port] = splitAddress(target);
  const headers = withoutHopByHop(sent.rawHeaders);
  const mayHaveBody = sent.method !== 'GET' && sent.method !== 'HEAD';
  if (mayHaveBody && !('content-length' in sent.headers)) {
    headers.push('Content-Length', String(sent.body.length));
  }
  return new Promise((resolve, reject) => {
    const options = { hostname, port, path: sent.url, method: sent.method, headers, agent };
    const outgoing = request(options, (incoming) => {
      readAll(incoming).then(
        (body) => resolve({ status: incoming.statusCode ?? 502, rawHeaders: incoming.rawHeaders, body }),
        reject,
      );
    });
    outgoing.on('error', reject);
    outgoing.end(sent.body);
  });
}

/** Gives the client an answer as it came. */
export function give(response: ServerResponse, answer: ProxiedAnswer): void {
  response.sendDate = false;
  response.writeHead(answer.status, headersOf(answer));
  response.end(answer.body);
}

/** The answer's headers for writeHead, without those that belong to one connection only. */
export function headersOf(answer: ProxiedAnswer): string[] {
  return withoutHopByHop(answer.rawHeaders);
}

/** `host:port` as its two parts. */
export function splitAddress(address: string): [host: string, port: number] {
  const colon = address.lastIndexOf(':');
  return [address.slice(0, colon), Number(address.slice(colon + 1))];
}

function withoutHopByHop(rawHeaders: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name, value] = [rawHeaders[index] ?? '', rawHeaders[index + 1] ?? ''];
    if (!hopByHop.has(name.toLowerCase())) kept.push(name, value);
  }
  return kept;
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
