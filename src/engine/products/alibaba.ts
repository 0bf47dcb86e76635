// Alibaba Cloud Container Registry, personal and enterprise (registries §3.12; https://www.alibabacloud.com/help/en/acr/).
import type { Product } from './product.ts';

export const alibaba: Product = {
  id: 'alibaba',
  name: 'Alibaba Cloud Container Registry',
  hosts:
    /^(?:registry(?:-vpc|-internal|-intl)?\.[a-z0-9-]+\.aliyuncs\.com|[a-z0-9-]+\.[a-z0-9-]+\.(?:personal\.)?cr\.aliyuncs\.com)$/,
  realmHosts: /^dockerauth(?:-[a-z]+)?\.[a-z0-9-]+\.aliyuncs\.com$/,
  // Its console and its API for Alibaba's own keys list; the registry refuses `_catalog` to every login (registries §3.12).
  listing: { catalog: 'never' },
  refusals: [
    // https://help.aliyun.com/en/acr/user-guide/turn-on-immutable-image-version
    {
      obstacle: 'immutable',
      setting: 'alibaba',
      says: /requested tag already exists and cannot be overwritten/i,
    },
  ],
  // https://www.alibabacloud.com/help/en/acr/user-guide/configure-access-credentials
  signIn: { ways: [{ kind: 'alibaba-password', page: 'https://cr.console.aliyun.com/' }] },
  // Its personal edition takes no other config than an image's (registries §3.12).
  advice: { 'custom-config': 'alibaba-custom-config' },
};
