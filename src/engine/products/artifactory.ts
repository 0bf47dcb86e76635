// JFrog Artifactory, in the cloud and on own hosts (registries §3.5).
import { artifactoryListing } from './artifactoryLists.ts';
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
  signs: [
    { header: 'x-jfrog-version', says: /^Artifactory\/([\w.-]+)/ },
    { parameter: 'realm', says: /\/artifactory\/api\/docker\/|^Artifactory Realm$/ },
  ],
  // 6.16 takes no OCI manifest (cosign#1994); the referrers API came with 7.90.1 (registries §3.5).
  advice: {
    'oci-types': 'artifactory-oci-types',
    referrers: 'artifactory-referrers',
    overwrite: 'artifactory-overwrite',
  },
  // In virtual repositories: cosign#2973, go-containerregistry#1691.
  hidesMissingTags: /client does not have permission for manifest/i,
  listing: artifactoryListing,
  refusals: [
    // Without the right to overwrite it looks for the old one and says that it is not there (cosign#3758).
    { obstacle: 'immutable', setting: 'artifactory', says: /could not locate artifact .*manifest\.json/i },
  ],
};
