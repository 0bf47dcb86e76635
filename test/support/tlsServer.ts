// A server behind TLS whose certificate can be swapped, that counts what reaches it of HTTP, and that may want a client
// certificate; and a proxy that tunnels to it (CONNECT).
import { createServer as createHttpServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { SelfSigned } from './selfSigned.ts';

export interface TlsServer {
  /** host:port */
  readonly address: string;
  readonly port: number;
  /** `METHOD path` with the subject of the client's certificate, empty where there was none, and the name it asked for. */
  readonly asked: readonly {
    readonly line: string;
    readonly client: string;
    readonly authorization: string;
    readonly serverName: string;
  }[];
  /** Bytes of HTTP that were decrypted, of all connections so far. */
  readonly httpBytes: () => number;
  /** TLS connections that were made. */
  readonly handshakes: () => number;
  /** Those that are open now. */
  readonly connections: () => number;
  /** From now on this certificate, for new connections. */
  swap(certificate: SelfSigned): void;
  stop(): Promise<void>;
}

export interface TlsOptions {
  /** Who signs the client certificates that it takes; without it none is wanted. */
  readonly clientsOf?: SelfSigned;
  /** `ask`: a client certificate is looked at, and nobody is refused. */
  readonly clients?: 'require' | 'ask';
}

/** Starts it on a free port of 127.0.0.1. */
export async function startTls(
  certificate: SelfSigned,
  listener: RequestListener,
  options: TlsOptions = {},
): Promise<TlsServer> {
  const asked: { line: string; client: string; authorization: string; serverName: string }[] = [];
  let [httpBytes, handshakes] = [0, 0];
  const connections = new Set<TLSSocket>();
  const { clientsOf, clients = 'require' } = options;
  const server = createServer(
    {
      key: certificate.privateKeyPem,
      cert: certificate.certificatePem,
      ...(clientsOf === undefined
        ? {}
        : { ca: clientsOf.certificatePem, requestCert: true, rejectUnauthorized: clients === 'require' }),
    },
    (request, response) => {
      const socket = request.socket as TLSSocket & { readonly servername?: string | false };
      const shown: Partial<PeerCertificate> = socket.getPeerCertificate();
      const client = String(shown.subject?.CN ?? '');
      const { authorization = '' } = request.headers;
      const line = `${request.method ?? ''} ${request.url ?? ''}`;
      asked.push({ line, client, authorization, serverName: socket.servername || '' });
      listener(request, response);
    },
  );
  server.on('secureConnection', (socket: TLSSocket) => {
    handshakes += 1;
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('data', (piece: Buffer) => (httpBytes += piece.byteLength));
    socket.on('error', () => undefined);
  });
  const { port } = await listening(server);
  return {
    address: `127.0.0.1:${String(port)}`,
    port,
    asked,
    httpBytes: () => httpBytes,
    handshakes: () => handshakes,
    connections: () => connections.size,
    swap({ privateKeyPem, certificatePem }) {
      server.setSecureContext({ key: privateKeyPem, cert: certificatePem });
    },
    stop: () => stopped(server),
  };
}

export interface TunnelProxy {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** What CONNECT named, with the proxy's login. */
  readonly tunnels: readonly { readonly to: string; readonly authorization: string }[];
  stop(): Promise<void>;
}

/** Leads every host:port of `hosts` to a port of this machine and refuses all others with 403. */
export async function startTunnelProxy(
  hosts: Readonly<Record<string, number>>,
  password?: string,
): Promise<TunnelProxy> {
  const tunnels: { to: string; authorization: string }[] = [];
  const open = new Set<Socket>();
  const server = createHttpServer((_request, response) => response.writeHead(400).end());
  server.on('connect', (request, socket: Socket) => {
    const to = request.url ?? '';
    const { 'proxy-authorization': authorization = '' } = request.headers;
    tunnels.push({ to, authorization });
    const port = hosts[to];
    socket.on('error', () => undefined);
    const wanted = password === undefined ? '' : `Basic ${Buffer.from(password).toString('base64')}`;
    if (wanted !== '' && authorization !== wanted) {
      return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
    }
    if (port === undefined) return void socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
    const far = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.pipe(socket).pipe(far);
    });
    open.add(far).add(socket);
    far.on('error', () => socket.destroy());
  });
  const { port } = await listening(server);
  return {
    url: `http://127.0.0.1:${String(port)}`,
    tunnels,
    async stop() {
      for (const socket of open) socket.destroy();
      await stopped(server);
    },
  };
}

async function listening(server: Server): Promise<AddressInfo> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server.address() as AddressInfo;
}

function stopped(server: Server & { closeAllConnections(): void }): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
