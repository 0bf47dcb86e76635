// CNCF distribution, which many products are built on (registries §1, §3.6). Known by nothing but its answers.
import type { Product } from './product.ts';

export const distribution: Product = {
  id: 'distribution',
  name: 'CNCF distribution',
  hosts: undefined,
  // Its router and its words for a tag that is not there (registries §1); what is built on it may say so too.
  signs: [{ words: /"code":"MANIFEST_UNKNOWN"[^}]*"detail":(?:\{"Tag":|"unknown tag=)/ }],
  advice: {
    'delete-digest': 'distribution-delete',
    'delete-tag': 'distribution-delete-tag',
    referrers: 'distribution-referrers',
  },
  refusals: [{ obstacle: 'read-only', setting: 'distribution', says: /^ ?method not allowed/i, status: 405 }],
};
