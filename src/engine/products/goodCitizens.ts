// Registries that need nothing of their own so far (registries §3, "Quay"; §1b for zot).
import type { Product } from './product.ts';

export const quay: Product = { id: 'quay', name: 'Quay', hosts: /^quay\.io$/ };
export const gitea: Product = { id: 'gitea', name: 'Gitea and Forgejo', hosts: undefined };
export const zot: Product = { id: 'zot', name: 'zot', hosts: undefined };
