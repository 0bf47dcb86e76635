// A token server for distribution's registries: signed JWTs (ES256, the certificate in x5c) by GET with Basic and by
// POST with a password or a refresh token. Source: distribution's docs spec/auth/{token,jwt,oauth2}.
import { randomUUID, sign } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newSelfSigned } from './selfSigned.ts';

export interface TokenServer {
  /** The URL that challenges name. */
  readonly realm: string;
  readonly service: string;
  readonly issuer: string;
  /** The certificate that the registry must trust. */
  readonly certificatePem: string;
  /** Every request: method, the path with its query, and who asked. */
  readonly requests: { readonly method: string; readonly url: string; readonly user: string | undefined }[];
  /** A token for this user and these scopes that ends so many seconds from now (below zero: it has ended). */
  token(user: string | undefined, scopes: readonly string[], seconds: number): string;
  stop(): Promise<void>;
}

export interface TokenServerOptions {
  readonly users: Readonly<Record<string, string>>;
  /** Identity tokens with the user each stands for. */
  readonly refreshTokens?: Readonly<Record<string, string>>;
  /** What a user (undefined: nobody) may do; left out: every user everything, nobody else anything. */
  readonly grants?: (user: string | undefined, name: string, action: string) => boolean;
  /** The host in the realm: 127.0.0.1 when left out, which cosign takes for a private address and refuses. */
  readonly host?: string;
  /** How long a token lives; 300 when left out. */
  readonly expiresInSeconds?: number;
}

/** Starts it on a free port. */
export async function startTokenServer(options: TokenServerOptions): Promise<TokenServer> {
  const { privateKey, certificateDer, certificatePem } = newSelfSigned('token server');
  const [service, issuer] = ['test-registry', 'test-issuer'];
  const lifetime = options.expiresInSeconds ?? 300;
  const grants = options.grants ?? ((user) => user !== undefined);
  const requests: TokenServer['requests'] = [];

  function tokenFor(user: string | undefined, scopes: readonly string[], seconds: number): string {
    const access = scopes.flatMap((scope) => {
      const [, type, name, actions] = /^([a-z]+):(.+):([^:]*)$/.exec(scope) ?? [];
      if (type === undefined || name === undefined || actions === undefined) return [];
      return [{ type, name, actions: actions.split(',').filter((action) => grants(user, name, action)) }];
    });
    const now = Math.floor(Date.now() / 1000);
    const header = { typ: 'JWT', alg: 'ES256', x5c: [Buffer.from(certificateDer).toString('base64')] };
    const times = { exp: now + seconds, nbf: now + Math.min(0, seconds) - 10, iat: now };
    const claims = { iss: issuer, sub: user ?? '', aud: service, ...times, jti: randomUUID(), access };
    const text = [header, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return `${text}.${signature.toString('base64url')}`;
  }

  async function answer(message: IncomingMessage): Promise<[status: number, body: unknown]> {
    const url = message.url ?? '/';
    const basic = basicOf(message.headers.authorization);
    const form = message.method === 'POST' ? new URLSearchParams(await textOf(message)) : undefined;
    const known = (name: string, word: string | null): boolean => options.users[name] === word;
    let user: string | undefined;
    if (form === undefined) {
      if (basic !== undefined && known(basic[0], basic[1])) user = basic[0];
    } else if (form.get('grant_type') === 'password') {
      const name = form.get('username') ?? '';
      if (known(name, form.get('password'))) user = name;
    } else {
      user = options.refreshTokens?.[form.get('refresh_token') ?? ''];
    }
    requests.push({ method: message.method ?? '', url, user });
    const claimedToBe = form !== undefined || basic !== undefined;
    if (user === undefined && claimedToBe) return [401, { details: 'incorrect username or password' }];
    const asked = form ?? new URL(url, 'http://localhost').searchParams;
    const scopes = asked.getAll('scope').flatMap((scope) => scope.split(' '));
    const token = tokenFor(user, scopes, lifetime);
    return [200, { token, access_token: token, expires_in: lifetime, issued_at: new Date().toISOString() }];
  }

  const server = createServer((message, response) => {
    answer(message).then(
      ([status, body]) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    realm: `http://${options.host ?? '127.0.0.1'}:${port}/token`,
    service,
    issuer,
    certificatePem,
    requests,
    token: tokenFor,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function basicOf(header: string | undefined): [user: string, password: string] | undefined {
  const encoded = /^Basic (\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : [text.slice(0, colon), text.slice(colon + 1)];
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
