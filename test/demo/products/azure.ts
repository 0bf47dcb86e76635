// Azure Container Registry (registries §3.4; Azure/acr docs/AAD-OAuth.md and Token-BasicAuth.md): an exchange of
// directory tokens, answers with nothing but access_token, an odd Link, locks with a code of their own.
import { refusal } from '../answers.ts';
import { type EmulatedProduct, rights } from './product.ts';

const host = 'acme.azurecr.io';
const blobs = 'acme.westeurope.data.azurecr.io';
const writer = { user: 'writing-token', password: 'acr-password-of-a-writer' };
const reader = { user: 'reading-token', password: 'acr-password-of-a-reader' };

/** What a directory gives, and what /oauth2/exchange makes of it; the writer's. */
export const directoryToken = 'directory-token-of-a-writer';
export const acrRefreshToken = 'acr-refresh-token-of-a-writer';

export const azure: EmulatedProduct = {
  registry: host,
  otherHosts: [blobs],
  repository: 'team/app',
  missing: 'team/none',
  foreign: 'others/app',
  writer,
  reader,
  options: {
    auth: {
      token: {
        at: { path: '/oauth2/token' },
        service: host,
        // No token, no expires_in.
        field: 'access_token',
        form: 'jwt',
        refreshTokens: { [acrRefreshToken]: 'writer' },
        exchange: { accessToken: directoryToken, refreshToken: acrRefreshToken },
        takesBasic: true,
      },
      users: { writer, reader },
      grants: rights({ own: 'team/' }),
    },
    singlePost: false,
    pageSize: 100,
    // `</v2/_catalog?last=x&n=2&orderby=>; rel="next"`
    link: 'orderby',
    blobsAt: { host: blobs, status: 307 },
    words: {
      // Azure/acr#597
      absent: ({ kind, target, repositoryExists }) =>
        kind === 'manifest' && repositoryExists && target !== undefined
          ? refusal(404, 'MANIFEST_UNKNOWN', `manifest tagged by "${target}" is not found`)
          : undefined,
      // changeableAttributes.writeEnabled=false, and a storage limit; the status is not confirmed.
      immutable: () =>
        refusal(
          405,
          'REGISTRY_DISALLOWED_OPERATION',
          'The operation is disallowed on this registry, repository or image. View troubleshooting steps at https://aka.ms/acr/faq/#why-does-my-pull-or-push-request-fail-with-disallowed-operation',
        ),
    },
  },
};
