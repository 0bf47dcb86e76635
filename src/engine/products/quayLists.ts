// Lists of Quay's API (https://docs.quay.io/api/swagger/; quay/quay endpoints/api/repository.py, tag.py): repositories of a
// namespace, tags with dates and digests. A robot's password is none of the API's; an OAuth token is.
import { below, entriesOf, firstPart, member, pageOf, timeOf } from './listing.ts';
import type { ListApi, Listing } from './listing.ts';

const signIn: ListApi['signIn'] = {
  kind: 'bearer',
  token: (user, secret) => (user === '$oauthtoken' ? secret : undefined),
};

const repositories: ListApi = {
  signIn,
  paging: { token: 'next_page' },
  paths: ({ path }) =>
    path === ''
      ? []
      : [
          `/api/v1/repository?namespace=${encodeURIComponent(firstPart(path))}&public=true&last_modified=true`,
        ],
  read: (answer) => {
    const next = member(answer, 'next_page');
    return pageOf(
      entriesOf(member(answer, 'repositories'), (one) => {
        const seconds = member(one, 'last_modified');
        return {
          name: below(member(one, 'namespace'), member(one, 'name')),
          date: typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : undefined,
        };
      }),
      { more: typeof next === 'string' && next !== '' ? next : false },
    );
  },
};

const tags: ListApi = {
  signIn,
  paging: { number: 'page' },
  filters: true,
  paths: ({ path, filter }) => {
    const query = filter === '' ? '' : `&filter_tag_name=${encodeURIComponent(`like:${filter}`)}`;
    return [`/api/v1/repository/${path}/tag/?onlyActiveTags=true&limit=100${query}`];
  },
  read: (answer) =>
    pageOf(
      entriesOf(member(answer, 'tags'), (one) => ({
        name: member(one, 'name'),
        date: timeOf(member(one, 'last_modified')),
        digest: member(one, 'manifest_digest'),
      })),
      { more: member(answer, 'has_additional') === true },
    ),
};

export const quayListing: Listing = { catalog: 'last', repositories, tags };
