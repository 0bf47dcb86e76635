// Sonatype Nexus Repository 3, always on own hosts (registries §3.11).
import type { Product } from './product.ts';

export const nexus: Product = {
  id: 'nexus',
  name: 'Sonatype Nexus Repository',
  hosts: undefined,
  signIn: { ways: [{ kind: 'nexus-user', page: 'https://help.sonatype.com/en/docker-authentication.html' }] },
  signs: [
    { header: 'server', says: /^Nexus\/([\w.-]+)/ },
    { parameter: 'realm', says: /^Sonatype Nexus Repository/i },
  ],
  advice: { overwrite: 'nexus-overwrite' },
  refusals: [
    { obstacle: 'immutable', setting: 'nexus', says: /does not allow updating assets/i },
    // cosign#2189
    { obstacle: 'read-only', setting: 'nexus-group', says: /deploying to groups/i },
  ],
};
