// CNCF distribution, which many products are built on (registries §1, §3.6). Known by nothing but its answers.
import type { Product } from './product.ts';

export const distribution: Product = {
  id: 'distribution',
  name: 'CNCF distribution',
  hosts: undefined,
  refusals: [{ obstacle: 'read-only', setting: 'distribution', says: /^ ?method not allowed/i, status: 405 }],
};
