// What must come of each fault of a copy, written down before it is tried. Rules behind the rows, beside those of
// expected.ts: a place that cannot be read ends a plan; under a digest there is never anything else, so that write is
// sent again; a tag is written once; nothing of the target's goes because it was not seen for a moment.
import { all, named, namedToken, namedWithoutBody, type Row, row, subjectNotThere } from './expected.ts';

const copied = 'copied';
const changed = 'error plan-changed';
const notConfirmed = 'error copy-not-confirmed';

/** Nothing is there, says the registry in a 404 whose body may be broken in any way. */
const absent = row(copied, { ...named, '404': copied, endless: copied }, copied);

/** A proof that a blob is there: whatever is none, the blob is sent. A HEAD's answer has no body. */
const look = row(
  copied,
  {
    ...namedWithoutBody,
    'reset in the middle': 'none',
    '401': copied,
    '403': copied,
    '404': copied,
    '429': copied,
    '500': copied,
    endless: 'none',
    'web page': copied,
  },
  'none',
);

/** A manifest under its digest, written again where it may not have been stored. */
const digestWrite = row(
  copied,
  {
    ...namedWithoutBody,
    'reset in the middle': copied,
    'reset after': copied,
    endless: copied,
    'web page': notConfirmed,
  },
  'none',
);

/** Read by its digest right behind the write. 404: it took it, and does not have it. */
const digestReadBack = row(copied, { ...named, '404': notConfirmed }, 'error digest-mismatch');

/** A list of signatures, as signing writes it. */
const listWrite = row(
  copied,
  {
    ...namedWithoutBody,
    'reset before': 'error write-not-confirmed',
    'reset in the middle': copied,
    'reset after': copied,
    '429': 'error not-stored',
    '500': 'error not-stored',
    endless: copied,
    silent: 'error write-not-confirmed',
    'web page': 'error write-not-confirmed',
    // The list is written all the same; what was to come behind it is not.
    cancelled: 'error cancelled',
  },
  'none',
);

const listReadBack = row(
  copied,
  {
    ...all('copied, unreachable'),
    '401': 'copied, not-signed-in',
    '403': 'copied, forbidden',
    '404': 'error write-not-confirmed',
    '429': 'copied, rate-limited',
    '500': 'copied, registry-failed',
    endless: 'copied, too-large',
    slow: 'copied, timed-out',
    silent: 'copied, timed-out',
    'web page': 'copied, not-a-registry',
  },
  copied,
);

/** The tag is written once, and what it points at then decides. */
const tagWrite: Row = {
  ...row(
    copied,
    {
      ...namedWithoutBody,
      'reset before': notConfirmed,
      'reset in the middle': copied,
      'reset after': copied,
      '429': notConfirmed,
      '500': notConfirmed,
      endless: copied,
      silent: notConfirmed,
      'web page': notConfirmed,
      // From here on the person's cancel waits for the end (U13).
      cancelled: copied,
    },
    'none',
  ),
  'reset before, once': notConfirmed,
  '429, once': notConfirmed,
  '500, once': notConfirmed,
};

/** To another registry, which lists referrers itself. */
export const copyAcross = {
  // Altered: a tag says nothing about its bytes, so this row's image is named by its digest.
  subject: row(copied, subjectNotThere, 'error digest-mismatch'),
  image: row(copied, subjectNotThere, 'error digest-mismatch'),
  // 404: in the image's own repository it is believed, the same reader has just read the image there (S17).
  // Altered: the list is copied as it came; whose signature is altered in it shows wherever it is verified.
  '.sig': row(copied, { ...named, '404': copied }, copied),
  'attestation tag': absent,
  'SBOM tag': absent,
  'fallback tag': absent,
  // 404 means that there is no such API.
  referrers: row(copied, { ...named, '404': copied }, 'error bad-answer'),
  // 404: listed and not there, which the plan says.
  referrer: row(copied, { ...named, '404': copied }, 'error digest-mismatch'),
  'look at the target': absent,
  // 404: the run reads afresh and finds the signature. Altered: as after a race, both are kept.
  'planned list': row(copied, { ...named, '404': copied }, copied),
  // The person was shown what the tag points at; it points at something else.
  'planned tag': row(copied, { ...named, '404': changed }, changed),

  'look at a blob': look,
  // Endless: longer than its descriptor says.
  blob: row(copied, { ...named, endless: 'error bad-answer' }, 'error digest-mismatch'),
  'upload POST': row(copied, { ...namedWithoutBody, 'web page': 'error registry-refused' }, 'none'),
  'upload PUT': row(copied, namedWithoutBody, 'none'),
  'look at the image': absent,
  'image write': digestWrite,
  'image read-back': digestReadBack,
  'referrer write': digestWrite,
  'referrer read-back': digestReadBack,
  // 404: the plan showed that there are signatures, and the person confirmed a list with them.
  // Altered: what the plan saw is gone and something else is there, as after a race: both are kept.
  'fresh list': row(copied, { ...named, '404': changed }, copied),
  'config PUT': row(copied, namedWithoutBody, 'none'),
  'list write': listWrite,
  'list read-back': listReadBack,
  // 404 means that there is no such API, and the fallback tag is written.
  'referrers there': row(copied, { ...named, '404': copied }, 'error bad-answer'),
  'tag look': row(copied, { ...named, '404': changed }, changed),
  'tag write': tagWrite,
  // It took the tag, and nobody could see where it points.
  'tag read-back': row(copied, { ...all(notConfirmed), cancelled: copied }, notConfirmed),
} satisfies Readonly<Record<string, Row>>;

/** To a registry without the referrers API, whose fallback tag lists somebody's bundle already. */
export const copyToFallback = {
  'referrers there': row(copied, { ...named, '404': copied, endless: copied }, copied),
  'planned fallback': row(copied, { ...named, '404': copied }, copied),
  // 404: the plan saw that there are some. Altered: it is no list any more.
  'fresh fallback': row(copied, { ...named, '404': changed }, 'error bad-signature-image'),
  'fallback write': row(
    copied,
    {
      ...namedWithoutBody,
      // Written again: whoever lists the same referrers writes the same.
      'reset before': 'error unreachable',
      'reset in the middle': copied,
      'reset after': copied,
      endless: copied,
      'web page': 'error write-not-confirmed',
      cancelled: 'error cancelled',
    },
    'none',
  ),
  'fallback read-back': row(
    copied,
    { ...named, '404': 'error write-not-confirmed' },
    'error bad-signature-image',
  ),
} satisfies Readonly<Record<string, Row>>;

/** A blob that goes over piece by piece. */
export const copyLarge = {
  'large blob': row(copied, { ...named, endless: 'error bad-answer' }, 'error digest-mismatch'),
  'large PUT': row(copied, namedWithoutBody, 'none'),
} satisfies Readonly<Record<string, Row>>;

/** Inside one registry: what cannot be mounted is sent. */
export const copyInside = {
  mount: row(
    copied,
    {
      ...namedWithoutBody,
      '401': copied,
      '403': copied,
      '404': copied,
      '429': copied,
      '500': copied,
      'web page': copied,
    },
    'none',
  ),
} satisfies Readonly<Record<string, Row>>;

/** To a registry that gives tokens. Altered: the registry does not take such a token. */
export const copyWithToken = {
  token: row(copied, namedToken, 'error not-signed-in'),
  // A refusal there only says that a push is denied (U14); the upload then is refused by the same server.
  'push token': row(copied, namedToken, copied),
} satisfies Readonly<Record<string, Row>>;
