// Docker Hub (registries §3.3; https://docs.docker.com/reference/api/registry/auth/).
import { dockerHubNames } from '../oci/dockerHub.ts';
import { dockerHubListing } from './dockerHubLists.ts';
import type { Product } from './product.ts';

const hosts = new RegExp(`^(?:${dockerHubNames.join('|').replaceAll('.', '\\.')})$`);

export const dockerHub: Product = {
  id: 'docker-hub',
  name: 'Docker Hub',
  hosts,
  listing: dockerHubListing,
  realmHosts: /^auth\.docker\.io$/,
  // https://docs.docker.com/security/access-tokens/
  signIn: {
    ways: [
      {
        kind: 'docker-hub-token',
        scopes: ['Read & Write'],
        page: 'https://app.docker.com/settings/personal-access-tokens',
      },
    ],
  },
  advice: {
    catalog: 'docker-hub-catalog',
    'delete-tag': 'docker-hub-delete',
    'delete-digest': 'docker-hub-delete',
    overwrite: 'docker-hub-overwrite',
  },
  refusals: [{ obstacle: 'immutable', setting: 'docker-hub', says: /immutable/i, at: hosts }],
};
