// Azure Container Registry (registries §3.4; Azure/acr docs/AAD-OAuth.md).
import { azureListing } from './azureLists.ts';
import type { Product } from './product.ts';

/** The user name beside a refresh token (`az acr login --expose-token`). */
const nobody = '00000000-0000-0000-0000-000000000000';

export const azure: Product = {
  id: 'acr',
  name: 'Azure Container Registry',
  hosts: /^[a-z0-9-]+\.azurecr\.(?:io|cn|us|de)$/,
  listing: azureListing,
  // https://learn.microsoft.com/azure/container-registry/container-registry-authentication (az acr login --expose-token)
  tool: {
    program: 'az',
    args: (registry) => {
      const name = registry.slice(0, registry.indexOf('.'));
      return ['acr', 'login', '--name', name, '--expose-token', '--output', 'json', '--only-show-errors'];
    },
    answer: { kind: 'refresh-token', member: 'accessToken' },
  },
  signIn: {
    ways: [
      {
        kind: 'acr-login',
        page: 'https://learn.microsoft.com/azure/container-registry/container-registry-authentication',
      },
      { kind: 'acr-refresh-token', user: { name: nobody }, identityToken: true },
    ],
    // The audience of the registries' own data; a token for it opens nothing else (Azure/acr docs/AAD-OAuth.md; Azure SDK
    // for Go, azcontainerregistry). Other clouds have accounts of another provider.
    accounts: [
      {
        provider: 'microsoft',
        hosts: /^[a-z0-9-]+\.azurecr\.io$/,
        levels: [{ access: 'pull,push', scopes: ['https://containerregistry.azure.net/.default'] }],
        gives: { kind: 'exchange', path: '/oauth2/exchange', user: nobody },
      },
    ],
  },
  // At a domain of one's own the token server names the registry's own host.
  signs: [{ parameter: 'service', says: /^[a-z0-9-]+\.azurecr\.(?:io|cn|us|de)$/ }],
  advice: { overwrite: 'azure-overwrite' },
  refusals: [
    // Locks, and a storage limit that is reached, say the same.
    { obstacle: 'read-only', setting: 'azure', says: /REGISTRY_DISALLOWED_OPERATION/ },
  ],
};
