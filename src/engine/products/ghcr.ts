// GitHub's container registry (registries §3.8).
import type { Product } from './product.ts';

export const ghcr: Product = {
  id: 'ghcr',
  name: 'GitHub Container Registry',
  hosts: /^(?:ghcr\.io|containers\.[a-z0-9-]+\.ghe\.com)$/,
};
