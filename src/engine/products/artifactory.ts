// JFrog Artifactory, in the cloud and on own hosts (registries §3.5).
import type { Product } from './product.ts';

export const artifactory: Product = {
  id: 'artifactory',
  name: 'JFrog Artifactory',
  hosts: /^[a-z0-9-]+\.jfrog\.io$/,
  signIn: {
    ways: [
      {
        kind: 'artifactory-token',
        page: 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/identity-tokens',
      },
    ],
  },
  refusals: [
    // Without the right to overwrite it looks for the old one and says that it is not there (cosign#3758).
    { obstacle: 'immutable', setting: 'artifactory', says: /could not locate artifact .*manifest\.json/i },
  ],
};
