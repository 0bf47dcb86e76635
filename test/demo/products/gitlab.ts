// GitLab's registry (registries §3.7; docs.gitlab.com authenticate_with_container_registry): tokens of gitlab.com without
// a life, no catalog, and the tag sha256-HEX is the digest sha256:HEX.
import { refusal } from '../answers.ts';
import { type EmulatedProduct, rights } from './product.ts';

const blobs = 'cdn.registry.gitlab-static.net';
const writer = { user: 'ann', password: 'glpat-of-a-writer' };
const reader = { user: 'ben', password: 'glpat-of-a-reader' };

export const gitlab: EmulatedProduct = {
  registry: 'registry.gitlab.com',
  otherHosts: ['gitlab.com', blobs],
  // A project, which must exist; images may stand below it.
  repository: 'acme/app',
  missing: 'acme/none',
  foreign: 'others/app',
  writer,
  reader,
  options: {
    auth: {
      token: {
        at: { host: 'gitlab.com', path: '/jwt/auth' },
        service: 'container_registry',
        field: 'token',
        form: 'jwt',
        // gitlabhq config/routes.rb: post 'jwt/auth', to: proc { [404, {}, ['']] }
        post: { status: 404 },
      },
      users: { writer, reader },
      // Non-admins list no catalog: insufficient_scope.
      grants: rights({ own: 'acme/app', catalog: false }),
      words: { badLogin: refusal(403, 'DENIED', 'access forbidden') },
    },
    headers: { 'gitlab-container-registry-version': 'v4.5.0-gitlab' },
    singlePost: false,
    absoluteLocations: true,
    pageSize: 100,
    referrers: false,
    // oras-go#1396, oras#2148
    dashIsDigest: true,
    blobsAt: { host: blobs, status: 307 },
    words: {
      // docs.gitlab.com immutable_container_tags; the words are not confirmed, but for this one.
      immutable: (_name, tag) => refusal(403, 'DENIED', `tag '${tag}' is immutable`),
    },
  },
};
