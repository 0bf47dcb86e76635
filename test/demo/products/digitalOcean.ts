// DigitalOcean's registry (registries §3.10): the token server is its API's host, and the API token is user and password.
import { jsonAnswer, refusal } from '../answers.ts';
import type { UserLogin } from '../authOptions.ts';
import { type EmulatedProduct, rights } from './product.ts';

/** As DigitalOcean writes its tokens, which it takes as user and password. */
const loginOf = (part: string): UserLogin => {
  const token = `dop_v1_${part.repeat(8)}`;
  return { user: token, password: token };
};
const writer = loginOf('0ca9a27');
const reader = loginOf('0ca9a28');

export const digitalOcean: EmulatedProduct = {
  registry: 'registry.digitalocean.com',
  otherHosts: ['api.digitalocean.com'],
  repository: 'acme/app',
  missing: 'acme/none',
  foreign: 'others/app',
  writer,
  reader,
  options: {
    auth: {
      token: {
        at: { host: 'api.digitalocean.com', path: '/v2/registry/auth' },
        service: 'registry.digitalocean.com',
        field: 'token',
        form: 'jwt',
        post: false,
        refusal: ({ user, scopes, lacking }) => {
          // A registry that is not the account's: 400; a token that may only read: 401.
          if (scopes.some((scope) => /^repository:(?!acme\/)/.test(scope))) {
            return jsonAnswer(400, { id: 'bad_request', message: 'invalid registry name in scope' });
          }
          const isTooWeak = user === 'reader' && lacking.length > 0;
          return isTooWeak
            ? jsonAnswer(401, { id: 'unauthorized', message: 'Unable to authenticate you' })
            : undefined;
        },
      },
      users: { writer, reader },
      grants: rights({ own: 'acme/' }),
      words: { badLogin: jsonAnswer(401, { id: 'unauthorized', message: 'Unable to authenticate you' }) },
    },
    absoluteLocations: true,
    singlePost: false,
    referrers: false,
  },
};

/** While garbage is collected nothing can be written, for minutes. */
export const collectingGarbage = refusal(405, 'UNSUPPORTED', 'The operation is unsupported.');
