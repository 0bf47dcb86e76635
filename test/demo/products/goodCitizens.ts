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
  },
};

export const gitea: EmulatedProduct = {
  ...ours,
  registry: 'gitea.example.com',
  options: {
    auth: {
      token: {
        at: { path: '/v2/token' },
        service: '',
        namesScope: false,
        further: 'Basic',
        takesBasic: true,
        unbound: true,
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
    words: { badManifest: refusal(400, 'MANIFEST_INVALID', 'manifest invalid') },
  },
};
