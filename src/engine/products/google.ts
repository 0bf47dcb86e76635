// Google Artifact Registry, which serves gcr.io too (registries §3.2; hosts: docker-credential-gcr config/const.go).
import { googleListing } from './googleLists.ts';
import type { Product } from './product.ts';

const hosts =
  /^(?:[a-z0-9-]+-docker\.pkg\.dev|docker\.[a-z0-9-]+\.rep\.pkg\.dev|(?:(?:us|eu|asia|marketplace)\.)?gcr\.io)$/;

export const google: Product = {
  id: 'google',
  name: 'Google Artifact Registry',
  hosts,
  listing: googleListing,
  // https://cloud.google.com/artifact-registry/docs/docker/authentication#token
  tool: {
    program: 'gcloud',
    args: () => ['auth', 'print-access-token', '--quiet'],
    answer: { kind: 'password', user: 'oauth2accesstoken' },
  },
  // https://cloud.google.com/artifact-registry/docs/docker/authentication
  signIn: {
    ways: [
      {
        kind: 'google-access-token',
        user: { name: 'oauth2accesstoken' },
        page: 'https://cloud.google.com/artifact-registry/docs/docker/authentication#token',
      },
      {
        kind: 'google-key',
        user: { name: '_json_key' },
        page: 'https://cloud.google.com/artifact-registry/docs/docker/authentication#json-key',
      },
    ],
  },
  advice: { chunked: 'google-chunked', overwrite: 'google-overwrite' },
  // "The repository has enabled tag immutability" (https://cloud.google.com/artifact-registry/docs/docker/troubleshoot#push).
  refusals: [{ obstacle: 'immutable', setting: 'google', says: /immutab/i, at: hosts }],
};
