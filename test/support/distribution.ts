// distribution's registry for tests: 3.1 built as a peer, or Debian's 2.8; open, with htpasswd, or with a token server.
// The configuration is written in JSON, which YAML contains (distribution docs: about/configuration).
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findDockerRegistry, getPeer } from './peers.ts';
import { type RunningServer, startServer } from './serverProcess.ts';
import { startTokenServer, type TokenServer, type TokenServerOptions } from './tokenServer.ts';

export interface DistributionOptions {
  /** `v3`: the peer; `debian`: the package docker-registry (2.8). */
  readonly version: 'v3' | 'debian';
  /** `none` when left out. With `htpasswd` the users are `htpasswdUsers`. A token server that runs is not stopped. */
  readonly auth?: 'none' | 'htpasswd' | TokenServerOptions | TokenServer;
  /** false: storage.delete.enabled is off, as it is where nobody switched it on. */
  readonly deletes?: boolean;
  /** Merged into the section `http`, e.g. `{ prefix: … }`. */
  readonly http?: Readonly<Record<string, unknown>>;
  /** Where the images are, to start another one over them later; a folder of its own when left out. */
  readonly data?: string;
  /** `storage.maintenance.readonly`. */
  readonly readOnly?: boolean;
  /** Merged into the configuration's top level, e.g. `{ policy: … }`. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export interface RunningDistribution extends RunningServer {
  readonly tokenServer: TokenServer | undefined;
}

/** Users of the htpasswd file with their passwords. */
export const htpasswdUsers = { ann: 'secret of ann', reader: 'secret of reader' } as const;

/** bcrypt of the passwords above, made with `htpasswd -Bbn`: nothing is hashed at test time. */
const htpasswd = [
  'ann:$2y$05$FzpNAlshYbgN3oZ4qACRk.Vn23Pm7Qy84vynyCxGOcknV2T38Yoa.',
  'reader:$2y$05$9PaML1ypBoZbH6PqgLG2KuxLe5D2hhepILYI.wFU331QguV5p5thW',
];

/** Starts it on a free port; rejects with a sentence when the program is not there and cannot be built. */
export async function startDistribution(
  options: DistributionOptions,
  signal: AbortSignal,
): Promise<RunningDistribution> {
  const program =
    options.version === 'v3' ? await getPeer('distribution', signal) : await findDockerRegistry();
  if (program === undefined) {
    throw new Error('docker-registry is not installed (apt-get install docker-registry)');
  }
  const auth = options.auth ?? 'none';
  const running = typeof auth === 'object' && 'realm' in auth ? auth : undefined;
  const own = typeof auth === 'object' && !('realm' in auth) ? await startTokenServer(auth) : undefined;
  const tokenServer = running ?? own;
  try {
    const server = await startServer({
      program,
      ready: '/',
      async args(port, folder) {
        const configuration = {
          version: 0.1,
          log: { level: 'warn', accesslog: { disabled: true } },
          storage: {
            filesystem: { rootdirectory: options.data ?? path.join(folder, 'data') },
            delete: { enabled: options.deletes ?? true },
            maintenance: {
              uploadpurging: { enabled: false },
              readonly: { enabled: options.readOnly ?? false },
            },
          },
          http: { addr: `127.0.0.1:${port}`, secret: 'only for tests', ...options.http },
          ...(await authSection(auth, tokenServer, folder)),
          ...options.extra,
        };
        const file = path.join(folder, 'config.yml');
        await writeFile(file, JSON.stringify(configuration));
        return ['serve', file];
      },
    });
    return {
      ...server,
      tokenServer,
      async stop() {
        await server.stop();
        await own?.stop();
      },
    };
  } catch (error) {
    await own?.stop();
    throw error;
  }
}

async function authSection(
  auth: NonNullable<DistributionOptions['auth']>,
  tokenServer: TokenServer | undefined,
  folder: string,
): Promise<Record<string, unknown>> {
  if (tokenServer !== undefined) {
    const rootcertbundle = path.join(folder, 'bundle.crt');
    await writeFile(rootcertbundle, tokenServer.certificatePem);
    const { realm, service, issuer } = tokenServer;
    return { auth: { token: { realm, service, issuer, rootcertbundle } } };
  }
  if (auth === 'none') return {};
  const file = path.join(folder, 'htpasswd');
  await writeFile(file, `${htpasswd.join('\n')}\n`);
  return { auth: { htpasswd: { realm: 'Registry Realm', path: file } } };
}
