// Azure Container Registry (registries §3.4; Azure/acr docs/AAD-OAuth.md).
import type { Product } from './product.ts';

export const azure: Product = {
  id: 'acr',
  name: 'Azure Container Registry',
  hosts: /^[a-z0-9-]+\.azurecr\.(?:io|cn|us|de)$/,
  refusals: [
    // Locks, and a storage limit that is reached, say the same.
    { obstacle: 'read-only', setting: 'azure', says: /REGISTRY_DISALLOWED_OPERATION/ },
  ],
};
