// Where a lying registry may lead: the points of the protocol at which a server names another place, and the places that it
// may name. Every pair of them is tried (credentialRules.test.ts; registries.md §2.1, S29).
import { browseRepositories, browseTags } from '../../../src/engine/verbs/browse.ts';
import { planRemove } from '../../../src/engine/verbs/planRemove.ts';
import { planSign } from '../../../src/engine/verbs/planSign.ts';
import { runRemove } from '../../../src/engine/verbs/runRemove.ts';
import { runSign } from '../../../src/engine/verbs/runSign.ts';
import { verify } from '../../../src/engine/verbs/verify.ts';
import { removeRequest } from '../../support/removal.ts';
import { makeSigner, noSignal, signRequest, verifyRequest } from '../../support/scene.ts';
import { type Asked, type Internet, says } from './internet.ts';

export const ann = makeSigner('ann');
const ben = makeSigner('ben');
const image = 'registry.example/demo/app:1.0';

/** A place that a server may name, as the beginning of a URL. */
export interface Target {
  readonly name: string;
  readonly begin: string;
  /** It is on this machine or in its network: nothing at all may be asked there. */
  readonly inside?: true;
}

/** What host names stand for in these tests. */
export const names: Readonly<Record<string, readonly string[]>> = {
  'inside.example': ['93.184.216.34', '10.1.2.3'],
  'six.example': ['fd00::7'],
};

export const targets: readonly Target[] = [
  { name: 'another host', begin: 'https://collect.example' },
  { name: 'another port', begin: 'https://registry.example:8443' },
  { name: 'its own name at http', begin: 'http://registry.example' },
  { name: 'its own name at another port of http', begin: 'http://registry.example:8080' },
  { name: 'another host at http', begin: 'http://collect.example' },
  { name: 'a name that begins like its own', begin: 'https://registry.example.collect.example' },
  { name: 'a name that ends like its own', begin: 'https://aregistry.example' },
  { name: 'its own name with a final dot', begin: 'https://registry.example.' },
  { name: 'its own name as the user of another host', begin: 'https://registry.example@collect.example' },
  { name: 'no scheme', begin: '//collect.example' },
  { name: 'a file', begin: 'file:///etc/passwd' },
  { name: 'the metadata of a cloud', begin: 'http://169.254.169.254', inside: true },
  { name: 'a link-local address', begin: 'https://169.254.169.254', inside: true },
  { name: 'a private address', begin: 'https://10.0.0.5', inside: true },
  { name: 'this machine', begin: 'https://127.0.0.1:9000', inside: true },
  { name: 'this machine as a number', begin: 'https://2130706433', inside: true },
  { name: 'localhost', begin: 'https://localhost:9000', inside: true },
  { name: 'a link-local address of IPv6', begin: 'https://[fe80::1]', inside: true },
  { name: 'a private address inside one of IPv6', begin: 'https://[::ffff:a00:5]', inside: true },
  { name: 'a name of a private address', begin: 'https://inside.example', inside: true },
  { name: 'a name of a private address of IPv6', begin: 'https://six.example', inside: true },
];

type Run = (net: Internet) => Promise<unknown>;
/** Answers in the registry's place where this is the point. */
type Lie = (asked: Asked, target: Target) => Response | undefined;

export interface Point {
  readonly name: string;
  readonly auth: 'basic' | 'token' | 'identity-token';
  readonly lie: Lie;
  readonly run: Run;
}

const verifyIt: Run = ({ engine }) => verify(engine, verifyRequest(image, { trusted: [ann] }), noSignal);
const signIt: Run = async ({ engine }) => {
  const plan = await planSign(engine, signRequest(image, ben), noSignal);
  const watch = { step: () => undefined, laterLook: () => undefined };
  return runSign(engine, plan, ben.open, watch, noSignal);
};
const removeIt: Run = async ({ engine }) =>
  runRemove(engine, await planRemove(engine, removeRequest(image), noSignal), () => undefined, noSignal);
const listTags: Run = ({ engine }) => drain(browseTags(engine, 'registry.example/demo/app', {}, noSignal));
const listRepositories: Run = ({ engine }) =>
  drain(browseRepositories(engine, { registry: 'registry.example' }, {}, noSignal));

async function drain(pages: AsyncIterable<unknown>): Promise<void> {
  const all = pages[Symbol.asyncIterator]();
  while ((await all.next()).done !== true);
}

const isSignedIn = ({ headers }: Asked): boolean => headers.has('authorization');

/** A redirect of the signed-in requests with this method and path. */
const redirect =
  (method: string, path: RegExp, statuses: readonly number[] = [307]): Lie =>
  (asked, { begin }) => {
    if (asked.method !== method || !path.test(asked.url.pathname) || !isSignedIn(asked)) return undefined;
    const status = statuses[asked.url.pathname.length % statuses.length] ?? 307;
    return says(status, '', { location: `${begin}/x${asked.url.pathname}` });
  };

/** A further page of a list. */
const link =
  (path: RegExp, page: unknown): Lie =>
  (asked, { begin }) =>
    path.test(asked.url.pathname) && isSignedIn(asked)
      ? says(200, page, {
          link: `<${begin}${asked.url.pathname}?last=1>; rel="next"`,
          'content-type': 'application/vnd.oci.image.index.v1+json',
        })
      : undefined;

const realm: Lie = (asked, { begin }) =>
  isSignedIn(asked)
    ? undefined
    : says(401, {}, { 'www-authenticate': `Bearer realm="${begin}/token",service="x"` });

/** The token server is where it should be, and sends on. */
const tokenRedirect =
  (status: number): Lie =>
  (asked, { begin }) =>
    asked.url.pathname === '/token' ? says(status, '', { location: `${begin}/token` }) : undefined;

const location: Lie = (asked, { begin }) =>
  asked.method === 'POST' && asked.url.pathname.endsWith('/uploads/') && isSignedIn(asked)
    ? says(202, '', { location: `${begin}/v2/demo/app/blobs/uploads/1?_state=x` })
    : undefined;

export const points: readonly Point[] = [
  { name: 'the realm of a challenge', auth: 'basic', lie: realm, run: verifyIt },
  {
    name: 'the realm of a challenge to an identity token',
    auth: 'identity-token',
    lie: realm,
    run: verifyIt,
  },
  ...[301, 302, 303, 307, 308].flatMap((status): Point[] => [
    {
      name: `a token server that answers ${String(status)}`,
      auth: 'token',
      lie: tokenRedirect(status),
      run: verifyIt,
    },
    {
      name: `a token server that answers ${String(status)} to a refresh token`,
      auth: 'identity-token',
      lie: tokenRedirect(status),
      run: verifyIt,
    },
  ]),
  {
    name: 'the redirect of a manifest',
    auth: 'basic',
    lie: redirect('GET', /\/manifests\/1\.0$/),
    run: verifyIt,
  },
  {
    name: 'the redirect of a manifest asked for with a token',
    auth: 'token',
    lie: redirect('GET', /\/manifests\//, [301, 302, 303, 307, 308]),
    run: verifyIt,
  },
  { name: 'the redirect of a payload', auth: 'basic', lie: redirect('GET', /\/blobs\//), run: verifyIt },
  {
    name: 'the redirect of the referrers',
    auth: 'token',
    lie: redirect('GET', /\/referrers\//),
    run: verifyIt,
  },
  { name: 'the redirect of the tags', auth: 'basic', lie: redirect('GET', /\/tags\/list$/), run: listTags },
  {
    name: 'the redirect of the catalog',
    auth: 'basic',
    lie: redirect('GET', /_catalog$/),
    run: listRepositories,
  },
  { name: 'the Location of an upload', auth: 'basic', lie: location, run: signIt },
  { name: 'the Location of an upload with a token', auth: 'token', lie: location, run: signIt },
  {
    name: 'the redirect of an upload that begins',
    auth: 'basic',
    lie: redirect('POST', /\/uploads\/$/),
    run: signIt,
  },
  {
    name: 'the redirect of a manifest that is written',
    auth: 'token',
    lie: redirect('PUT', /\/manifests\//),
    run: signIt,
  },
  {
    name: 'the redirect of a delete',
    auth: 'basic',
    lie: redirect('DELETE', /\/manifests\//),
    run: removeIt,
  },
  {
    name: 'the Link of the tags',
    auth: 'basic',
    lie: link(/\/tags\/list$/, { tags: ['1.0'] }),
    run: listTags,
  },
  {
    name: 'the Link of the catalog',
    auth: 'basic',
    lie: link(/_catalog$/, { repositories: ['demo/app'] }),
    run: listRepositories,
  },
  {
    name: 'the Link of the referrers',
    auth: 'token',
    lie: link(/\/referrers\//, { schemaVersion: 2, manifests: [] }),
    run: verifyIt,
  },
];
