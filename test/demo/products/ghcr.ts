// GitHub's registry (registries §3.8): a scope that means nothing on the ping, no referrers but a redirect to a web page,
// a catalog whose pages lead nowhere, and no DELETE.
import { refusal, textAnswer } from '../answers.ts';
import { type EmulatedProduct, rights } from './product.ts';

const blobs = 'pkg-containers.githubusercontent.com';
const writer = { user: 'ann', password: 'ghp_of-a-writer' };
const reader = { user: 'ben', password: 'ghp_of-a-reader' };

export const ghcr: EmulatedProduct = {
  registry: 'ghcr.io',
  otherHosts: ['github.com', 'api.github.com', blobs],
  repository: 'ann/app',
  missing: 'ann/none',
  foreign: 'others/app',
  writer,
  reader,
  options: {
    auth: {
      token: {
        at: { path: '/token' },
        service: 'ghcr.io',
        // cosign#3434
        ping: 'placeholder',
        field: 'token',
        tooWeak: 'denied',
        // No access at all is refused by the token server already [known].
        refusal: ({ lacking }) =>
          lacking.some((one) => one.endsWith(':pull')) ? refusal(403, 'DENIED', 'denied') : undefined,
      },
      users: { writer, reader },
      grants: rights({ own: 'ann/' }),
      words: {
        denied: ({ action }) =>
          refusal(
            403,
            'DENIED',
            action === 'push'
              ? 'permission_denied: The token provided does not match expected scopes.'
              : 'denied',
          ),
        badLogin: refusal(403, 'DENIED', 'denied: denied'),
      },
    },
    singlePost: false,
    pageSize: 100,
    link: 'n=0',
    deleteRefused: true,
    blobsAt: { host: blobs, status: 307 },
    words: {
      // artifacthub#4785: with a digest cut short; elsewhere 404.
      referrers: (name) => {
        const page = encodeURIComponent(`${name.slice(name.indexOf('/') + 1)}/referrers/sha256`);
        const location = `https://github.com/-/v2/packages/container/package/${name.split('/')[0]}%2F${page}`;
        return textAnswer(303, 'See Other', { location });
      },
      absent: ({ kind, repositoryExists }) =>
        kind === 'tags' && !repositoryExists
          ? refusal(404, 'NAME_UNKNOWN', 'repository name not known to registry')
          : undefined,
    },
  },
};
