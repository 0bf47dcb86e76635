// GitLab's container registry, at gitlab.com and on own hosts (registries §3.7;
// https://docs.gitlab.com/user/packages/container_registry/authenticate_with_container_registry/).
import { gitlabListing } from './gitlabLists.ts';
import type { Product } from './product.ts';

export const gitlab: Product = {
  id: 'gitlab',
  name: 'GitLab',
  hosts: /^registry\.gitlab\.com$/,
  // https://docs.gitlab.com/cli/auth/docker-helper/
  tool: { program: 'glab', args: () => ['auth', 'docker-helper', 'get'], answer: { kind: 'docker-helper' } },
  listing: gitlabListing,
  realmHosts: /^gitlab\.com$/,
  signIn: {
    ways: [
      {
        kind: 'gitlab-token',
        scopes: ['read_registry', 'write_registry'],
        page: 'https://docs.gitlab.com/user/profile/personal_access_tokens/',
      },
      {
        kind: 'gitlab-deploy-token',
        scopes: ['read_registry', 'write_registry'],
        page: 'https://docs.gitlab.com/user/project/deploy_tokens/',
      },
    ],
  },
  signs: [
    { header: 'gitlab-container-registry-version', says: /^v?([\w.+-]+)/ },
    { parameter: 'realm', says: /\/jwt\/auth$/ },
  ],
  advice: { catalog: 'gitlab-catalog', referrers: 'gitlab-referrers', overwrite: 'gitlab-overwrite' },
  refusals: [
    // Protected and immutable tags share but a word; on own hosts the registry is mostly called so.
    { obstacle: 'immutable', setting: 'gitlab', says: /immutable/i, at: /^registry\.gitlab\./ },
  ],
};
