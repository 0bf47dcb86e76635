// Google Artifact Registry (registries §3.2; most of it from captures quoted in e6qu/sockerless-cloud
// simulator-gcp/ar_dataplane_auth.go): a bare ping, tokens for everything, 403 for what is not there, further list members.
import { type Answer, refusal, textAnswer } from '../answers.ts';
import { type EmulatedProduct, rights } from './product.ts';

const host = 'europe-docker.pkg.dev';
const blobs = 'storage.googleapis.com';
const writer = { user: 'oauth2accesstoken', password: 'ya29.token-of-a-writer' };
const reader = { user: 'oauth2accesstoken', password: 'ya29.token-of-a-reader' };

export const google: EmulatedProduct = {
  registry: host,
  otherHosts: [blobs],
  repository: 'acme/images/app',
  missing: 'acme/none/app',
  foreign: 'others/images/app',
  writer,
  reader,
  options: {
    auth: {
      token: {
        at: { path: '/v2/token' },
        service: host,
        field: 'token',
        expiresInSeconds: 43_200,
        ping: 'bare',
        post: false,
        unbound: true,
        refused: 'no-challenge',
        tooWeak: 'denied',
        // Nobody gets no token for what nobody may see.
        refusal: ({ user, lacking: [first] }) =>
          user === undefined && first !== undefined ? forbidden(first) : undefined,
      },
      users: { writer, reader },
      grants: rights({ own: 'acme/' }),
      words: {
        unauthorized: ({ signedIn }) =>
          refusal(
            401,
            'UNAUTHORIZED',
            signedIn ? 'No valid credential was supplied.' : 'not authenticated: No credential was supplied.',
          ),
        denied: ({ name = '', action }) => forbidden(`${name}:${action}`),
        badLogin: refusal(401, 'UNAUTHORIZED', 'authentication failed'),
      },
    },
    singlePost: false,
    absoluteLocations: true,
    // "You must use monolithic uploads"
    patch: 'once',
    // ggcr#897
    tagDetails: true,
    // GCR: the tag goes first [known]
    deleteTagged: false,
    blobsAt: { host: blobs, status: 302 },
    words: {
      ping: { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } },
      absent: ({ name }) => {
        const parts = name.split('/');
        if (parts.length === 1) {
          return refusal(400, 'NAME_INVALID', 'invalid number of path components: 1');
        }
        return name.startsWith('acme/images/') ? undefined : forbidden(`${name}:pull`);
      },
      // https://cloud.google.com/artifact-registry/docs/docker/troubleshoot#push
      immutable: (_name, tag) =>
        refusal(
          400,
          'MANIFEST_INVALID',
          `cannot update tag ${tag}. The repository has enabled tag immutability`,
        ),
      limit: textAnswer(429, 'Quota exceeded for quota metric'),
    },
  },
};

/** `NAME:ACTION` */
function forbidden(what: string): Answer {
  const [project = '', repository = ''] = what.split('/');
  const permission = what.endsWith(':pull') ? 'downloadArtifacts' : 'uploadArtifacts';
  const resource = `projects/${project}/locations/europe/repositories/${repository}`;
  return refusal(
    403,
    'DENIED',
    `Permission "artifactregistry.repositories.${permission}" denied on resource "${resource}" (or it may not exist)`,
  );
}
