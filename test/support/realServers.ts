// The real registries that run here, one row each, with what a person needs there and what it does differently
// (registries.md §1, §1b). Tests of the whole engine go through all of them with the same scenarios.
import { createEngine } from '../../src/engine/engine.ts';
import type { EngineApi } from '../../src/engine/api.ts';
import { type DistributionOptions, htpasswdUsers, startDistribution } from './distribution.ts';
import { startGgcrRegistry } from './ggcrRegistry.ts';
import { findDockerRegistry, findPeer, type PeerName } from './peers.ts';
import { startPrefixProxy } from './prefixProxy.ts';
import type { TokenServer, TokenServerOptions } from './tokenServer.ts';
import { createTestWorld, type TestWorld, type WorldOptions } from './world.ts';

export interface RealServer {
  /** host:port as it stands in references. */
  readonly address: string;
  readonly tokenServer?: TokenServer | undefined;
  stop(): Promise<void>;
}

export interface RealServerRow {
  readonly title: string;
  /** Why it cannot run here, with what brings it; undefined where it can. */
  readonly missing: () => Promise<string | undefined>;
  readonly start: () => Promise<RealServer>;
  readonly auth: 'none' | 'htpasswd' | 'token';
  /** What a delete does: by tag (else by digest only), or nothing at all. */
  readonly deletes: 'tag' | 'digest' | 'nothing';
  readonly referrers: boolean;
}

const signal = new AbortController().signal;

/** Who may do what where there are tokens: ann everything in acme/, reader reads there, nobody nothing. */
export const tokenUsers: TokenServerOptions = {
  users: htpasswdUsers,
  grants: (user, name, action) =>
    (name === 'catalog' && user !== undefined) ||
    (name.startsWith('acme/') && (user === 'ann' || (user === 'reader' && action === 'pull'))),
};

type Version = DistributionOptions['version'];

const isBuilt = (name: PeerName) => async (): Promise<string | undefined> =>
  (await findPeer(name)) === undefined ? `${name} is not built (.ci/run builds it)` : undefined;

/** Why distribution of this version cannot run here. */
export const missingDistribution = (version: Version) => async (): Promise<string | undefined> => {
  if (version === 'v3') return isBuilt('distribution')();
  const there = (await findDockerRegistry()) !== undefined;
  return there ? undefined : 'docker-registry is not installed (apt-get install docker-registry)';
};

function distribution(
  title: string,
  version: Version,
  auth: RealServerRow['auth'],
  options: Omit<DistributionOptions, 'version' | 'auth'> = {},
): RealServerRow {
  const byTag = version === 'v3' ? 'tag' : 'digest';
  return {
    title: `${version === 'v3' ? 'distribution 3.1.2' : 'distribution 2.8'} ${title}`,
    missing: missingDistribution(version),
    start: () =>
      startDistribution({ version, auth: auth === 'token' ? tokenUsers : auth, ...options }, signal),
    auth,
    deletes: options.deletes === false ? 'nothing' : byTag,
    referrers: false,
  };
}

const prefix = '/artifactory/api/docker/local/';

export const realServers: readonly RealServerRow[] = [
  distribution('with passwords', 'debian', 'htpasswd'),
  distribution('with tokens', 'debian', 'token'),
  distribution('with tokens that deletes nothing', 'debian', 'token', { deletes: false }),
  distribution('of the class policy', 'debian', 'none', {
    extra: { policy: { repository: { classes: ['image'] } } },
  }),
  distribution('with relative Locations', 'debian', 'htpasswd', { http: { relativeurls: true } }),
  {
    ...distribution('below a path, as behind Artifactory', 'debian', 'htpasswd'),
    start: async () => {
      const server = await startDistribution(
        { version: 'debian', auth: 'htpasswd', http: { prefix } },
        signal,
      );
      const proxy = await startPrefixProxy(server.address, prefix);
      return { address: proxy.address, stop: () => proxy.stop().then(() => server.stop()) };
    },
  },
  distribution('with passwords', 'v3', 'htpasswd'),
  distribution('with tokens', 'v3', 'token'),
  {
    title: 'ggcr’s registry',
    missing: isBuilt('ggcr-registry'),
    start: () => startGgcrRegistry({ referrers: false }, signal),
    ...{ auth: 'none', deletes: 'tag', referrers: false },
  },
  {
    title: 'ggcr’s registry with referrers',
    missing: isBuilt('referrers-registry'),
    start: () => startGgcrRegistry({ referrers: true }, signal),
    ...{ auth: 'none', deletes: 'tag', referrers: true },
  },
];

export interface Person {
  readonly engine: EngineApi;
  readonly world: TestWorld;
}

/** An engine of a person with this Docker login, or of one without any. */
export function personAt(
  { address }: RealServer,
  user?: string,
  password: string | undefined = htpasswdUsers[user as keyof typeof htpasswdUsers],
  options: WorldOptions = {},
): Person {
  const auth = Buffer.from(`${user}:${password}`).toString('base64');
  const config = JSON.stringify({ auths: user === undefined ? {} : { [address]: { auth } } });
  const files = { '/home/ann/.docker/config.json': config };
  const world = createTestWorld({ ...options, files });
  return { engine: createEngine(world), world };
}

/** The header by which a test itself writes as ann: not by our client. */
export function annsHeader(
  server: RealServer,
  auth: RealServerRow['auth'],
  path: string,
): Record<string, string> {
  if (auth === 'none') return {};
  if (auth === 'htpasswd') {
    return { authorization: `Basic ${Buffer.from(`ann:${htpasswdUsers.ann}`).toString('base64')}` };
  }
  const scope = `repository:${path}:pull,push,delete`;
  return { authorization: `Bearer ${server.tokenServer?.token('ann', [scope], 300) ?? ''}` };
}
