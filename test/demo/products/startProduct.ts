// Starts an emulated product: the demo registry with the product's switches, reached under the product's own host names.
import { buildImage } from '../images.ts';
import type { AuthOption, BasicOption, TokenOption, UserLogin } from '../authOptions.ts';
import type { RegistryOptions } from '../options.ts';
import { type Registry, startRegistry } from '../registry.ts';
import { type RegistryState, storeBlob, storeManifest } from '../state.ts';
import { createPublicNames, type PublicNames } from '../../support/publicNames.ts';
import { alibaba } from './alibaba.ts';
import { artifactory } from './artifactory.ts';
import { azure } from './azure.ts';
import { digitalOcean } from './digitalOcean.ts';
import { dockerHub } from './dockerHub.ts';
import { ecr, ecrPublic } from './ecr.ts';
import { ghcr } from './ghcr.ts';
import { gitlab } from './gitlab.ts';
import { gitea, quay, zot } from './goodCitizens.ts';
import { google } from './google.ts';
import { harbor } from './harbor.ts';
import { nexus, nexusBearer } from './nexus.ts';
import type { EmulatedProduct } from './product.ts';

/** All but distribution, which runs for real. */
export const emulated = {
  ecr,
  'ecr-public': ecrPublic,
  google,
  'docker-hub': dockerHub,
  acr: azure,
  artifactory,
  gitlab,
  ghcr,
  harbor,
  digitalocean: digitalOcean,
  nexus,
  'nexus-bearer': nexusBearer,
  alibaba,
  quay,
  gitea,
  zot,
} as const satisfies Readonly<Record<string, EmulatedProduct>>;

export type ProductName = keyof typeof emulated;

export interface MoreOptions extends RegistryOptions {
  /** Changes to the product's token server. */
  readonly token?: Partial<TokenOption>;
  /** Changes to its Basic sign-in, where it has no token server. */
  readonly basic?: Partial<BasicOption>;
  /** Servers of this machine (host:port) that answer for further hosts, as a fake of the product's list API. */
  readonly servers?: Readonly<Record<string, string>>;
}

export interface RunningProduct {
  readonly name: ProductName;
  /** As people write it: `docker.io`. */
  readonly registry: string;
  /** `docker.io/ann/app` */
  readonly repository: string;
  /** `docker.io/ann/app:1.0` */
  readonly reference: string;
  /** Of the image under that reference, e.g. `sha256:…`. */
  readonly digest: string;
  /** A repository of ours that is not there, and one that is there for others only; with the registry's host. */
  readonly missing: string;
  readonly foreign: string;
  /** Where it answers by https, as its host names are known to `names`. */
  readonly wire: string;
  /** The fetch that finds the product's hosts, and every request it was asked for. */
  readonly names: PublicNames;
  readonly writer: UserLogin;
  readonly reader: UserLogin;
  /** The text of a Docker configuration with this login; the writer's when left out. */
  dockerConfig(login?: UserLogin): string;
  /** The same as a file of a test's world, whose home directory is /home/ann. */
  files(login?: UserLogin): Readonly<Record<string, string>>;
  /** Puts another image under a tag of a repository (without host), made where it is not there; gives its digest. */
  add(repository: string, tag: string): string;
  /** 127.0.0.1:PORT, for tools that cannot be told of other names: plain http, the token server on the same port. */
  readonly address: string;
  /** What it holds and what it was asked. */
  readonly server: Registry;
  stop(): Promise<void>;
}

/** Starts this product with an image in `repository`; `more` changes its switches. */
export async function startProduct(name: ProductName, more: MoreOptions = {}): Promise<RunningProduct> {
  const product: EmulatedProduct = emulated[name];
  const { registry, wire = registry, otherHosts = [], writer, reader } = product;
  const { token, basic, servers, ...changes } = more;
  const auth = changed(changes.auth ?? product.options.auth ?? 'none', token, basic);
  const words = { ...product.options.words, ...changes.words };
  const server = await startRegistry({ ...product.options, ...changes, auth, words });
  const { address, state } = server;
  const digest = add(state, product.repository, '1.0');
  add(state, product.foreign, '1.0');
  const own = Object.fromEntries([wire, ...otherHosts].map((host) => [host, address]));
  const names = createPublicNames({ ...own, ...servers });
  const dockerConfig = (login: UserLogin = writer): string => {
    const key = registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry;
    return JSON.stringify({
      auths: { [key]: { auth: basicOf(login) }, [address]: { auth: basicOf(login) } },
    });
  };
  return {
    name,
    registry,
    repository: `${registry}/${product.repository}`,
    reference: `${registry}/${product.repository}:1.0`,
    digest,
    missing: `${registry}/${product.missing}`,
    foreign: `${registry}/${product.foreign}`,
    wire,
    names,
    writer,
    reader,
    dockerConfig,
    files: (login) => ({ '/home/ann/.docker/config.json': dockerConfig(login) }),
    add: (repository, tag) => add(state, repository, tag),
    address,
    server,
    stop: () => server.stop(),
  };
}

/** The Basic parameter of this login. */
export function basicOf({ user, password }: UserLogin): string {
  return Buffer.from(`${user}:${password}`).toString('base64');
}

function changed(
  auth: AuthOption,
  token: Partial<TokenOption> = {},
  basic: Partial<BasicOption> = {},
): AuthOption {
  if (auth === 'none') return auth;
  return 'token' in auth ? { ...auth, token: { ...auth.token, ...token } } : { ...auth, ...basic };
}

function add(state: RegistryState, repository: string, tag: string): string {
  const image = buildImage(`${repository}:${tag}`);
  for (const blob of image.blobs) storeBlob(state, repository, blob);
  return storeManifest(state, repository, tag, image.mediaType, image.manifest);
}
