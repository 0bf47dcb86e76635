// Harbor (registries §3.9; goharbor/harbor src/server/middleware/v2auth, lib/errors): Basic where a login was refused and
// for the catalog, an empty access_token, codes of its own, 401 for what is not allowed.
import { refusal } from '../answers.ts';
import { type EmulatedProduct, rights } from './product.ts';

const writer = { user: 'robot$acme+writer', password: 'harbor-secret-of-a-writer' };
const reader = { user: 'robot$acme+reader', password: 'harbor-secret-of-a-reader' };

export const harbor: EmulatedProduct = {
  registry: 'harbor.example.com',
  repository: 'acme/app',
  missing: 'acme/none',
  foreign: 'secret/app',
  writer,
  reader,
  options: {
    auth: {
      token: {
        at: { path: '/service/token' },
        service: 'harbor-registry',
        field: 'empty-access-token',
        form: 'jwt',
        expiresInSeconds: 1800,
        refused: 'basic',
        catalog: 'basic',
      },
      users: { writer, reader },
      grants: rights({ own: 'acme/' }),
      words: {
        unauthorized: ({ name = '', action }) =>
          refusal(
            401,
            'UNAUTHORIZED',
            `unauthorized to access repository: ${name}, action: ${action}: unauthorized to access repository: ${name}, action: ${action}`,
          ),
      },
    },
    absoluteLocations: false,
    singlePost: false,
    deleteByTag: false,
    words: {
      // containers/image#2203
      absent: ({ kind, name, target = '' }) => {
        if (kind === 'manifest') {
          const mark = target.includes(':') ? '@' : ':';
          return refusal(404, 'NOT_FOUND', `artifact ${name}${mark}${target} not found`);
        }
        return kind === 'tags' ? refusal(404, 'NOT_FOUND', `repository ${name} not found`) : undefined;
      },
      // harbor#17332
      immutable: (name, tag) =>
        refusal(
          412,
          'PRECONDITION',
          `Failed to process request due to '${name.slice(name.indexOf('/') + 1)}:${tag}' configured as immutable.`,
        ),
    },
  },
};
