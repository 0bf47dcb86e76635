// What must come of each fault of a removal, written down before it is tried. Rules behind the rows, beside those of
// expected.ts: what cannot be read is not removed; a removal is sent once, and what reading back shows decides.
import { all, named, namedWithoutBody, type Row, row, subjectNotThere } from './expected.ts';

const notConfirmed = 'error removal-not-confirmed';
const notRemoved = 'error not-removed';

/** Sent once: what passes by itself is not sent again, and the person is told. */
const sentOnce = {
  'reset before, once': notConfirmed,
  '429, once': notRemoved,
  '500, once': notRemoved,
} as const;

/** A write or a delete that the registry did, or said that it did not, or nobody knows. */
function sent(done: 'rewritten' | 'deleted'): Row {
  return {
    ...row(
      done,
      {
        ...namedWithoutBody,
        'reset before': notConfirmed,
        'reset in the middle': done,
        'reset after': done,
        '429': notRemoved,
        '500': notRemoved,
        endless: done,
        silent: notConfirmed,
        // A yes that changed nothing.
        'web page': notRemoved,
        // From here on the person's cancel waits for the end (U13).
        cancelled: done,
      },
      'none',
    ),
    ...sentOnce,
  };
}

/** The other signer's signature stays: the list is written again. */
export const removeOne = {
  subject: row('rewritten', subjectNotThere, 'none'),
  // A list that cannot be read is named in the plan as one that stays. Altered: it is no longer what the plan showed.
  'plan .sig': row('rewritten', all('nothing'), 'error plan-changed'),
  'fresh .sig': row('rewritten', { ...named, '404': 'error plan-changed' }, 'error plan-changed'),
  'last .sig': row('rewritten', { ...named, '404': 'error plan-changed' }, 'error plan-changed'),
  'upload POST': row('rewritten', { ...namedWithoutBody, 'web page': 'error registry-refused' }, 'none'),
  'upload PUT': row('rewritten', namedWithoutBody, 'none'),
  write: sent('rewritten'),
  'read-back': row(
    'rewritten',
    {
      ...all('rewritten, unreachable'),
      '401': 'rewritten, not-signed-in',
      '403': 'rewritten, forbidden',
      '404': 'rewritten, nothing-there',
      '429': 'rewritten, rate-limited',
      '500': 'rewritten, registry-failed',
      endless: 'rewritten, too-large',
      slow: 'rewritten, timed-out',
      silent: 'rewritten, timed-out',
      'web page': 'rewritten, not-a-registry',
      cancelled: 'rewritten',
    },
    // Something that nobody had seen, and what was to stay is gone: as after a race both are kept.
    'rewritten',
  ),
} satisfies Readonly<Record<string, Row>>;

/** Nothing would be left: the list is deleted. */
export const removeAll = {
  // Who cannot see all tags deletes this one alone.
  'tags before the delete': row('deleted', all('deleted'), 'deleted'),
  delete: {
    ...sent('deleted'),
    // It is not there, says the registry, and still shows it.
    '404': notRemoved,
  },
  'read-back': row(
    'deleted',
    {
      ...all('deleted, unreachable'),
      '401': 'deleted, not-signed-in',
      '403': 'deleted, forbidden',
      '404': 'deleted',
      '429': 'deleted, rate-limited',
      '500': 'deleted, registry-failed',
      // The rest of a 404 tells nothing.
      endless: 'deleted',
      slow: 'deleted, timed-out',
      silent: 'deleted, timed-out',
      'web page': 'deleted, not-a-registry',
      cancelled: 'deleted',
    },
    'none',
  ),
} satisfies Readonly<Record<string, Row>>;
