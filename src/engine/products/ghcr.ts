// GitHub's container registry (registries §3.8).
import type { Account } from '../signIn.ts';
import { ghcrListing } from './ghcrLists.ts';
import type { Product } from './product.ts';

const read = ['read:packages'];
const write = [...read, 'write:packages'];
const levels: Account['levels'] = [
  { access: 'pull,push', scopes: write },
  { access: 'pull', scopes: read },
];

export const ghcr: Product = {
  id: 'ghcr',
  name: 'GitHub Container Registry',
  hosts: /^(?:ghcr\.io|containers\.[a-z0-9-]+\.ghe\.com)$/,
  // https://docs.github.com/packages/working-with-a-github-packages-registry/working-with-the-container-registry
  signIn: {
    ways: [
      {
        kind: 'github-token',
        scopes: write,
        page: (registry) => `https://${websiteOf(registry)}/settings/tokens/new?scopes=write:packages`,
      },
    ],
    accounts: [
      { provider: 'github', hosts: /^ghcr\.io$/, levels, gives: { kind: 'password' } },
      {
        provider: 'github-enterprise',
        hosts: /^containers\.[a-z0-9-]+\.ghe\.com$/,
        levels,
        gives: { kind: 'password' },
      },
    ],
  },
  advice: {
    catalog: 'ghcr-catalog',
    'delete-tag': 'ghcr-delete',
    'delete-digest': 'ghcr-delete',
    referrers: 'ghcr-referrers',
  },
  listing: ghcrListing,
};

/** `containers.acme.ghe.com` belongs to `acme.ghe.com`. */
function websiteOf(registry: string): string {
  return registry === 'ghcr.io' ? 'github.com' : registry.slice('containers.'.length);
}
