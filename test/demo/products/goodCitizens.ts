// Quay, Gitea and Forgejo, and zot (registries §3 "Quay", §1b; go-gitea/gitea routers/api/packages/container).
import { jsonAnswer, refusal } from '../answers.ts';
import { type EmulatedProduct, rights } from './product.ts';

const writer = { user: 'ann', password: 'password-of-a-writer' };
const reader = { user: 'ben', password: 'password-of-a-reader' };
const ours = {
  repository: 'acme/app',
  missing: 'acme/none',
  foreign: 'others/app',
  writer,
  reader,
} as const;

export const quay: EmulatedProduct = {
  ...ours,
  registry: 'quay.io',
  options: {
    auth: {
      token: { at: { path: '/v2/auth' }, service: 'quay.io', field: 'token', form: 'jwt' },
      users: { writer, reader },
      grants: rights({ own: 'acme/', catalog: false }),
      // The ping's body.
      words: { unauthorized: () => jsonAnswer(401, true) },
    },
    singlePost: false,
    absoluteLocations: true,
    pageSize: 50,
    mountWithoutFrom: 'refused',
    // cosign#1645
    dockerLayersOfAnyType: false,
    // https://issues.redhat.com/browse/PROJQUAY-10859, Quay 3.17; status and code are not confirmed.
    words: { immutable: () => refusal(409, 'TAG_IMMUTABLE', 'tag is immutable and cannot be overwritten') },
  },
};

export const gitea: EmulatedProduct = {
  ...ours,
  registry: 'gitea.example.com',
  options: {
    auth: {
      token: {
        at: { path: '/v2/token' },
        // One challenge a header: this scope whatever is wanted, and Basic.
        service: 'container_registry',
        fixedScope: '*',
        unbound: true,
        further: 'Basic realm="Gitea Container Registry"',
        takesBasic: true,
        field: 'token',
        tooWeak: 'denied',
        post: false,
      },
      users: { writer, reader },
      grants: rights({ own: 'acme/' }),
    },
    referrers: false,
  },
};

export const zot: EmulatedProduct = {
  ...ours,
  registry: 'zot.example.com',
  options: {
    auth: {
      basic: { writer, reader },
      grants: rights({ own: 'acme/' }),
      challenge: () => 'Basic realm="Authorization Required"',
    },
    // Unless its docker compatibility is switched on.
    dockerTypes: false,
    etags: false,
    link: 'as-is',
    mountWithoutFrom: 'from-anywhere',
    words: {
      badManifest: refusal(400, 'MANIFEST_INVALID', 'manifest invalid'),
      // pkg/api/errors: with the specification's own sentences.
      absent: ({ kind, repositoryExists, name, target = '' }) => {
        if (kind !== 'manifest' || !repositoryExists) return undefined;
        const description =
          'This error is returned when the manifest, identified by name and tag is unknown to the repository.';
        return refusal(404, 'MANIFEST_UNKNOWN', 'manifest unknown', { description, name, reference: target });
      },
    },
  },
};
