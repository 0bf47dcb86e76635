// DigitalOcean's container registry (registries §3.10; https://docs.digitalocean.com/products/container-registry/).
import type { Product } from './product.ts';

export const digitalOcean: Product = {
  id: 'digitalocean',
  name: 'DigitalOcean Container Registry',
  hosts: /^registry\.digitalocean\.com$/,
  realmHosts: /^api\.digitalocean\.com$/,
};
