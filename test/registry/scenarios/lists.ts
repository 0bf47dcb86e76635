// The list APIs that stand beside emulated registries (test/demo/listings), telling what the registry holds at that moment.
import type { UserLogin } from '../../demo/authOptions.ts';
import type { Content, ListServer } from '../../demo/listings/content.ts';
import { newDigitalOceanLists } from '../../demo/listings/digitalOcean.ts';
import { newDockerHubLists } from '../../demo/listings/dockerHub.ts';
import { newGhcrLists } from '../../demo/listings/ghcr.ts';
import { newGitlabLists } from '../../demo/listings/gitlab.ts';
import { newQuayLists } from '../../demo/listings/quay.ts';
import type { ProductName, RunningProduct } from '../../demo/products/startProduct.ts';

interface ListApi {
  readonly host: string;
  /** What is asked of it there: the token server, or the registry itself, may have the same host. */
  readonly path: RegExp;
  readonly server: (content: Content, writer: UserLogin) => ListServer;
}

const apis: Partial<Readonly<Record<ProductName, ListApi>>> = {
  'docker-hub': {
    host: 'hub.docker.com',
    path: /^\/v2\//,
    server: (content, { password }) => newDockerHubLists(content, password),
  },
  ghcr: {
    host: 'api.github.com',
    path: /^\//,
    server: (content, { password }) => newGhcrLists(content, password),
  },
  gitlab: {
    host: 'gitlab.com',
    path: /^\/api\//,
    server: (content, { password }) => newGitlabLists(content, password),
  },
  digitalocean: {
    host: 'api.digitalocean.com',
    path: /^\/v2\/regist(?:ry(?!\/auth$)|ries)/,
    server: (content, { password }) => newDigitalOceanLists(content, password),
  },
  quay: { host: 'quay.io', path: /^\/api\//, server: newQuayLists },
};

/** The product's fetch, with its list API where it has one. */
export function withLists(product: RunningProduct): typeof globalThis.fetch {
  const api = apis[product.name];
  if (api === undefined) return product.names.fetch;
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.host !== api.host || !api.path.test(url.pathname)) return product.names.fetch(input, init);
    const body = init?.body instanceof Uint8Array ? new TextDecoder().decode(init.body) : '';
    const request = { method: init?.method ?? 'GET', url, headers: new Headers(init?.headers), body };
    return Promise.resolve(api.server(contentOf(product), product.writer)(request));
  };
}

function contentOf({ server }: RunningProduct): Content {
  return [...server.state.repositories].map(([path, { tags }]) => ({
    path,
    date: 0,
    tags: [...tags].map(([name, digest]) => ({ name, digest: digest as `sha256:${string}`, date: 0 })),
  }));
}
