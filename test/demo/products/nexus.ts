// Sonatype Nexus Repository 3 (registries §3.11): a port per repository, `BASIC` in capitals, or tokens of a service that is
// a URL; group repositories that take no pushes.
import { refusal } from '../answers.ts';
import { type EmulatedProduct, rights } from './product.ts';

const host = 'nexus.example.com:8082';
const writer = { user: 'ann', password: 'nexus-password-of-a-writer' };
const reader = { user: 'ben', password: 'nexus-password-of-a-reader' };

export const nexus: EmulatedProduct = {
  registry: host,
  repository: 'team/app',
  missing: 'team/none',
  foreign: 'others/app',
  writer,
  reader,
  options: {
    auth: {
      basic: { writer, reader },
      grants: rights({ own: 'team/' }),
      challenge: () => 'BASIC realm="Sonatype Nexus Repository Manager"',
      words: {
        denied: () => refusal(403, 'DENIED', 'access to the requested resource is not authorized'),
      },
    },
    singlePost: false,
    tagPaging: 'none',
    referrers: false,
    headers: { server: 'Nexus/3.68.1-02 (OSS)', 'set-cookie': 'NXSESSIONID=0a1b2c3d; Path=/; HttpOnly' },
    words: {
      // "Disable redeploy"
      immutable: () => refusal(400, 'UNKNOWN', 'Repository does not allow updating assets: docker-hosted'),
    },
  },
};

/** With the "Docker Bearer Token Realm" (hajimeo's support scripts). */
export const nexusBearer: EmulatedProduct = {
  ...nexus,
  options: {
    ...nexus.options,
    auth: {
      token: {
        at: { path: '/v2/token' },
        service: `https://${host}/v2/token`,
        namesScope: false,
        unbound: true,
        field: 'token',
        tooWeak: 'denied',
        post: false,
      },
      users: { writer, reader },
      grants: rights({ own: 'team/' }),
    },
  },
};

/** A group repository: cosign#2189. `words.write` */
export const nexusGroup = () =>
  refusal(
    403,
    'DENIED',
    'Deploying to groups is a PRO-licensed feature. See https://links.sonatype.com/product-nexus-repository',
  );
