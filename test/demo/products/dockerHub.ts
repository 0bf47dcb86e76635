// Docker Hub (registries §3.3; https://docs.docker.com/reference/api/registry/auth/): three hosts, no catalog, no DELETE.
import { jsonAnswer, refusal, textAnswer } from '../answers.ts';
import { type EmulatedProduct, rights } from './product.ts';

const blobs = 'production.cloudflare.docker.com';

export const dockerHub: EmulatedProduct = {
  registry: 'docker.io',
  wire: 'registry-1.docker.io',
  otherHosts: ['index.docker.io', 'auth.docker.io', blobs],
  repository: 'ann/app',
  missing: 'ann/none',
  foreign: 'others/app',
  writer: { user: 'ann', password: 'dckr_pat_of-a-writer' },
  reader: { user: 'ann', password: 'dckr_pat_of-a-reader' },
  options: {
    auth: {
      token: {
        at: { host: 'auth.docker.io', path: '/token' },
        service: 'registry.docker.io',
        form: 'jwt',
        expiresInSeconds: 300,
        // attune-io/attune#128: a read-only token is refused by the token server already.
        refusal: ({ user, lacking }) =>
          user === 'reader' && lacking.some((one) => one.startsWith('ann/') && !one.endsWith(':pull'))
            ? jsonAnswer(401, { details: 'access token has insufficient scopes' })
            : undefined,
      },
      users: {
        writer: { user: 'ann', password: 'dckr_pat_of-a-writer' },
        reader: { user: 'ann', password: 'dckr_pat_of-a-reader' },
      },
      // What is not there, or private, is granted to nobody: a token without actions, then 401.
      grants: rights({ own: 'ann/', showsMissing: false, catalog: false }),
      words: {
        unauthorized: ({ action, signedIn }) =>
          signedIn && action === 'push'
            ? refusal(401, 'UNAUTHORIZED', 'requested access to the resource is denied')
            : refusal(401, 'UNAUTHORIZED', 'authentication required'),
      },
    },
    singlePost: false,
    absoluteLocations: true,
    // docker/roadmap#724; since autumn 2025 it may answer: awslabs/soci-snapshotter#1828
    referrers: false,
    // regclient cmd/regctl/repo.go: "Docker Hub does not support this API request"
    catalog: false,
    // cosign#3434
    deleteRefused: true,
    blobsAt: { host: blobs, status: 307 },
    words: {
      // The status: docker/hub-feedback#2466; the words are not confirmed, but for this one.
      immutable: (_name, tag) => refusal(403, 'DENIED', `tag ${tag} is immutable`),
      // docker/docs content/manuals/docker-hub/usage/pulls.md
      limit: textAnswer(
        429,
        'You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
        { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '0;w=21600' },
      ),
    },
  },
};
