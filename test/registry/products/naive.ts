// What a registry client is made of when nobody has read how the products differ (registries §3): the distribution spec's
// happy path by plain fetch. Tests put one together from these and see it fail where Countersign does not.
import { digestOf } from '../../../src/engine/oci/digest.ts';
import type { UserLogin } from '../../demo/authOptions.ts';
import { basicOf, type RunningProduct } from '../../demo/products/startProduct.ts';

export interface NaiveClient {
  /** One request below `/v2/`, redirects not followed. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Any URL of the product's hosts. */
  go(url: string | URL, init?: RequestInit): Promise<Response>;
  /** The Basic header of the login. */
  readonly basic: string;
  /** The token that the challenge of `/v2/` leads to, asked for with this scope; undefined where none is given. */
  token(scope: string, login?: UserLogin): Promise<string | undefined>;
  /** Headers with a token for this scope. */
  bearer(scope: string): Promise<{ authorization: string }>;
}

/** As the product's writer. */
export function naiveClient(product: RunningProduct): NaiveClient {
  const go = (url: string | URL, init: RequestInit = {}): Promise<Response> =>
    product.names.fetch(url, { ...init, redirect: 'manual' });
  const ask = (path: string, init?: RequestInit): Promise<Response> =>
    go(`https://${product.wire}/v2/${path}`, init);
  const token = async (scope: string, login = product.writer): Promise<string | undefined> => {
    const challenge = (await ask('')).headers.get('www-authenticate') ?? '';
    const parameter = (name: string): string | undefined =>
      new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1];
    const url = new URL(parameter('realm') ?? '');
    const service = parameter('service');
    if (service !== undefined) url.searchParams.set('service', service);
    url.searchParams.set('scope', scope);
    const answer = await go(url, { headers: { authorization: `Basic ${basicOf(login)}` } });
    if (answer.status !== 200) return undefined;
    const fields = (await answer.json()) as { token?: string; access_token?: string };
    return fields.token ?? fields.access_token;
  };
  return {
    ask,
    go,
    basic: `Basic ${basicOf(product.writer)}`,
    token,
    bearer: async (scope) => ({ authorization: `Bearer ${await token(scope)}` }),
  };
}

/** The path of a product's repository below `/v2/`. */
export function pathOf(product: RunningProduct): string {
  return product.repository.slice(product.registry.length + 1);
}

/** The digest of some blob of the product's image. */
export function someBlob(product: RunningProduct): string {
  const [digest] = product.server.state.repositories.get(pathOf(product))?.blobs.keys() ?? [];
  return digest ?? '';
}

/** The digest of a text's bytes. */
export function digestOfText(text: string): string {
  return digestOf(Buffer.from(text));
}

/** A PUT of a manifest by plain fetch: its status. */
export async function putManifest(
  { ask }: NaiveClient,
  path: string,
  target: string,
  manifest: { readonly mediaType: string },
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  return ask(`${path}/manifests/${target}`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': manifest.mediaType },
    body: JSON.stringify(manifest),
  });
}

/** A list of nothing, to be written over a tag. */
export const emptyIndex = {
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.index.v1+json',
  manifests: [],
};
