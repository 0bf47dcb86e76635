// Registries that need nothing of their own so far (registries §3, "Quay"; §1b for zot).
import { giteaListing } from './giteaLists.ts';
import type { Product } from './product.ts';
import { quayListing } from './quayLists.ts';

export const quay: Product = {
  id: 'quay',
  name: 'Quay',
  hosts: /^quay\.io$/,
  signIn: { ways: [{ kind: 'quay-robot', page: 'https://docs.quay.io/glossary/robot-accounts.html' }] },
  // quay/quay auth/registry_jwt_auth.py: where its tokens are.
  signs: [{ parameter: 'realm', says: /\/v2\/auth$/, scheme: 'bearer' }],
  listing: quayListing,
};
export const gitea: Product = {
  id: 'gitea',
  name: 'Gitea and Forgejo',
  hosts: undefined,
  // go-gitea routers/api/packages/container: it asks for this scope whatever is wanted.
  signs: [{ parameter: 'scope', says: /^\*$/, scheme: 'bearer' }],
  // https://docs.gitea.com/usage/packages/container
  signIn: {
    ways: [
      {
        kind: 'gitea-token',
        scopes: ['write:package'],
        page: 'https://docs.gitea.com/usage/packages/container',
      },
    ],
  },
  listing: giteaListing,
};
export const zot: Product = {
  id: 'zot',
  name: 'zot',
  hosts: undefined,
  // pkg/api/errors: every refusal carries the specification's own sentence.
  signs: [{ words: /"detail":\{[^}]*"description":"This error (?:is|MAY be) returned/ }],
  // https://zotregistry.dev/latest/articles/config-compatibility/ (registries §1b: 415 without it)
  advice: { 'docker-types': 'zot-docker-types' },
};
