// The products whose own list APIs are faked (test/demo/listings), each at its real hosts with a login whose secret is a
// canary, for the tests of browsing.
import { newArtifactoryLists } from '../demo/listings/artifactory.ts';
import { newAzureLists } from '../demo/listings/azure.ts';
import type { Content, ListServer } from '../demo/listings/content.ts';
import { newDigitalOceanLists } from '../demo/listings/digitalOcean.ts';
import { newDockerHubLists } from '../demo/listings/dockerHub.ts';
import { newGhcrLists } from '../demo/listings/ghcr.ts';
import { newGiteaLists } from '../demo/listings/gitea.ts';
import { newGitlabLists } from '../demo/listings/gitlab.ts';
import { newGoogleLists } from '../demo/listings/google.ts';
import { newHarborLists } from '../demo/listings/harbor.ts';
import { newQuayLists } from '../demo/listings/quay.ts';
import { dockerConfig } from '../unit/registry/support.ts';
import type { ListOptions, NamePage } from '../../src/engine/namePage.ts';
import { browseRepositories } from '../../src/engine/verbs/browse.ts';
import { noSignal } from '../support/scene.ts';
import { newInternet, says, type Internet } from '../forged/server/internet.ts';

export interface BrowsedProduct {
  readonly name: string;
  /** As references name it. */
  readonly registry: string;
  /** Its key in a Docker configuration, where that is another. */
  readonly key?: string;
  readonly user: string;
  readonly secret: string;
  /** Servers by host. */
  readonly servers: (content: Content) => Readonly<Record<string, ListServer>>;
  /** Hosts that may see the secret. */
  readonly trusted: readonly string[];
  /** What its lists tell of repositories; none where they are told by `_catalog` alone. */
  readonly repositories?: readonly ('dates' | 'total' | 'filter')[];
  /** What they tell of tags; none where they are told by `tags/list` alone. */
  readonly tags?: readonly ('dates' | 'total' | 'filter')[];
}

const hubSecret = 'dckr_pat_canary-hub';
const gitHubToken = 'ghp_canaryOfGitHub0123456789';
const gitlabToken = 'glpat-canary-of-gitlab';
const doToken = `dop_v1_${'0ca9a27'.repeat(8)}`;

export const browsedProducts: readonly BrowsedProduct[] = [
  {
    name: 'Docker Hub',
    registry: 'index.docker.io',
    key: 'https://index.docker.io/v1/',
    user: 'ann',
    secret: hubSecret,
    servers: (content) => ({ 'hub.docker.com': newDockerHubLists(content, hubSecret, true) }),
    trusted: ['hub.docker.com'],
    repositories: ['dates', 'total', 'filter'],
    tags: ['dates', 'total', 'filter'],
  },
  {
    name: 'GitHub',
    registry: 'ghcr.io',
    user: 'ann',
    secret: gitHubToken,
    servers: (content) => ({ 'api.github.com': newGhcrLists(content, gitHubToken) }),
    trusted: ['api.github.com'],
    repositories: ['dates'],
    tags: ['dates'],
  },
  {
    name: 'GitHub Enterprise Cloud',
    registry: 'containers.corp.ghe.com',
    user: 'ann',
    secret: gitHubToken,
    servers: (content) => ({ 'api.corp.ghe.com': newGhcrLists(content, gitHubToken) }),
    trusted: ['api.corp.ghe.com'],
    repositories: ['dates'],
    tags: ['dates'],
  },
  {
    name: 'GitLab',
    registry: 'registry.gitlab.com',
    user: 'ann',
    secret: gitlabToken,
    servers: (content) => ({ 'gitlab.com': newGitlabLists(content, gitlabToken) }),
    trusted: ['gitlab.com'],
    repositories: ['total'],
  },
  {
    name: 'DigitalOcean',
    registry: 'registry.digitalocean.com',
    user: doToken,
    secret: doToken,
    servers: (content) => ({ 'api.digitalocean.com': newDigitalOceanLists(content, doToken) }),
    trusted: ['api.digitalocean.com'],
    repositories: ['dates', 'total'],
    tags: ['dates', 'total'],
  },
  {
    name: 'DigitalOcean with several registries',
    registry: 'registry.digitalocean.com',
    user: doToken,
    secret: doToken,
    servers: (content) => ({ 'api.digitalocean.com': newDigitalOceanLists(content, doToken, true) }),
    trusted: ['api.digitalocean.com'],
    repositories: ['dates', 'total'],
    tags: ['dates', 'total'],
  },
  {
    name: 'Harbor',
    registry: 'harbor.example.com',
    user: 'robot$ann',
    secret: 'canary-of-harbor',
    servers: (content) => ({
      'harbor.example.com': newHarborLists(content, 'robot$ann', 'canary-of-harbor'),
    }),
    trusted: ['harbor.example.com'],
    repositories: ['dates', 'total', 'filter'],
  },
  {
    name: 'Quay',
    registry: 'quay.io',
    user: 'acme+robot',
    secret: 'canary-of-quay',
    servers: (content) => ({ 'quay.io': newQuayLists(content) }),
    // A robot's password is for the registry, and not sent to the API at all.
    trusted: [],
    repositories: ['dates'],
    tags: ['dates', 'filter'],
  },
  {
    name: 'Gitea',
    registry: 'git.example.com',
    user: 'ann',
    secret: 'canary-of-gitea',
    servers: (content) => ({ 'git.example.com': newGiteaLists(content, 'ann', 'canary-of-gitea') }),
    trusted: ['git.example.com'],
    repositories: ['dates', 'filter'],
  },
  {
    name: 'Artifactory on a host of its own',
    registry: 'artifactory.example.com',
    user: 'ann',
    secret: 'canary-of-artifactory',
    servers: (content) => ({
      'artifactory.example.com': newArtifactoryLists(content, 'ann', 'canary-of-artifactory'),
    }),
    trusted: ['artifactory.example.com'],
    repositories: [],
  },
  {
    name: 'Azure',
    registry: 'acme.azurecr.io',
    user: 'ann',
    secret: 'canary-of-azure',
    servers: (content) => ({ 'acme.azurecr.io': newAzureLists(content) }),
    trusted: ['acme.azurecr.io'],
    tags: ['dates'],
  },
  {
    name: 'Google',
    registry: 'gcr.io',
    user: '_json_key',
    secret: 'canary-of-google',
    servers: (content) => ({ 'gcr.io': newGoogleLists(content) }),
    trusted: ['gcr.io'],
    repositories: [],
    tags: ['dates'],
  },
];

/** The product and nothing else, but for a collector at other hosts; `loggedIn` false: nobody's login. */
export function internetOf(
  product: Pick<BrowsedProduct, 'registry' | 'key' | 'user' | 'secret'>,
  servers: Readonly<Record<string, ListServer>>,
  loggedIn = true,
): Internet {
  const { registry, key = registry, user, secret } = product;
  const sites = Object.fromEntries(
    Object.entries(servers).map(([host, server]) => [`https://${host}`, server]),
  );
  const files = loggedIn ? { '/home/ann/.docker/config.json': dockerConfig({ [key]: [user, secret] }) } : {};
  return newInternet({ 'https://collect.example': () => says(200, {}), ...sites }, { files });
}

/** Every page. */
export async function all(pages: AsyncIterable<NamePage>): Promise<NamePage[]> {
  const found: NamePage[] = [];
  for await (const page of pages) found.push(page);
  return found;
}
export const namesOf = (pages: readonly NamePage[]): string[] => pages.flatMap(({ names }) => names);

export function repositoriesOf(
  net: Internet,
  registry: string,
  path: string | undefined,
  options: ListOptions = {},
): Promise<NamePage[]> {
  return all(
    browseRepositories(net.engine, path === undefined ? { registry } : { registry, path }, options, noSignal),
  );
}
