// Azure Container Registry (registries §3.4; Azure/acr docs/AAD-OAuth.md).
import type { Product } from './product.ts';

export const azure: Product = {
  id: 'acr',
  name: 'Azure Container Registry',
  hosts: /^[a-z0-9-]+\.azurecr\.(?:io|cn|us|de)$/,
  // https://learn.microsoft.com/azure/container-registry/container-registry-authentication (az acr login --expose-token)
  tool: {
    program: 'az',
    args: (registry) => {
      const name = registry.slice(0, registry.indexOf('.'));
      return ['acr', 'login', '--name', name, '--expose-token', '--output', 'json', '--only-show-errors'];
    },
    answer: { kind: 'refresh-token', member: 'accessToken' },
  },
  refusals: [
    // Locks, and a storage limit that is reached, say the same.
    { obstacle: 'read-only', setting: 'azure', says: /REGISTRY_DISALLOWED_OPERATION/ },
  ],
};
