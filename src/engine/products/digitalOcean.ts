// DigitalOcean's container registry (registries §3.10; https://docs.digitalocean.com/products/container-registry/).
import { digitalOceanListing } from './digitalOceanLists.ts';
import type { Product } from './product.ts';

export const digitalOcean: Product = {
  id: 'digitalocean',
  name: 'DigitalOcean Container Registry',
  hosts: /^registry\.digitalocean\.com$/,
  // https://docs.digitalocean.com/reference/doctl/reference/registry/docker-config/: makes a token, which ends in an hour.
  tool: {
    program: 'doctl',
    args: () => ['registry', 'docker-config', '--read-write', '--expiry-seconds', '3600'],
    answer: { kind: 'docker-config' },
  },
  listing: digitalOceanListing,
  realmHosts: /^api\.digitalocean\.com$/,
  // https://docs.digitalocean.com/products/container-registry/how-to/use-registry-docker-kubernetes/
  signIn: {
    ways: [
      {
        kind: 'digitalocean-token',
        user: 'same',
        scopes: ['registry'],
        page: 'https://cloud.digitalocean.com/account/api/tokens',
      },
    ],
  },
};
