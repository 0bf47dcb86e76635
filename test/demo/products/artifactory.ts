// JFrog Artifactory (registries §3.5): the repository's key is the first component of every path and stands in the realm,
// 403 for what is not in a virtual repository, and no Accept but for manifests.
import { type Answer, refusal } from '../answers.ts';
import { type EmulatedProduct, rights } from './product.ts';

const host = 'acme.jfrog.io';
const writer = { user: 'ann@example.com', password: 'artifactory-token-of-a-writer' };
const reader = { user: 'ben@example.com', password: 'artifactory-token-of-a-reader' };

/** A virtual repository, which answers 403 for tags that it does not have (cosign#2973, ggcr#1691). */
export const virtualRepository = 'docker-virtual/app';

export const artifactory: EmulatedProduct = {
  registry: host,
  repository: 'docker-local/app',
  missing: 'docker-local/none',
  foreign: 'secret-local/app',
  writer,
  reader,
  options: {
    auth: {
      token: {
        // containerd#6339
        at: { path: '/artifactory/api/docker/{key}/v2/token' },
        service: host,
        scopeWithoutKey: true,
        unbound: true,
        field: 'token',
        expiresInSeconds: 3600,
        // containerd PR#2166
        post: unauthorized('Props Authentication Token not found'),
        takesBasic: true,
        tooWeak: 'denied',
      },
      users: { writer, reader },
      grants: rights({ own: 'docker-' }),
      words: {
        unauthorized: () => unauthorized('authentication is required'),
        denied: ({ name = '' }) =>
          words(403, 'DENIED', `The client does not have permission to push to the repository: ${name}`),
      },
    },
    singlePost: false,
    absoluteLocations: true,
    acceptOnManifestsOnly: true,
    headers: { 'x-jfrog-version': 'Artifactory/7.90.1 79001900', 'set-cookie': 'AWSALB=0a1b2c3d; Path=/' },
    words: {
      absent: ({ kind, name }) =>
        kind === 'manifest' && name.startsWith('docker-virtual/')
          ? words(403, 'UNAUTHORIZED', 'The client does not have permission for manifest')
          : undefined,
      // Without the right to overwrite: cosign#3758, cosign#1440.
      immutable: (name, tag) => {
        const image = name.slice(name.indexOf('/') + 1);
        return words(400, 'MANIFEST_INVALID', `Could not locate artifact '${image}/${tag}/manifest.json'`);
      },
    },
  },
};

function unauthorized(message: string): Answer {
  return words(401, 'UNAUTHORIZED', message);
}

/** Errors come in another charset. */
function words(status: number, code: string, message: string): Answer {
  const headers = { 'content-type': 'application/json;charset=ISO-8859-1' };
  return refusal(status, code, message, null, headers);
}
