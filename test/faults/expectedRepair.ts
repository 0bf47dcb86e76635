// What must come of each fault of a repair, written down before it is tried. Rules behind the rows, beside those of
// expected.ts: what cannot be looked at is left, and the entry of the journal with it; the run looks again, and writes
// only onto a list that it has seen.
import type { ErrorCode } from '../../src/engine/errors.ts';
import { all, type Lasting, named, namedWithoutBody, type Outcome, type Row, row } from './expected.ts';

const writtenBack = 'written-back';
const changed = 'changed';

type Errors = Readonly<Record<Lasting, Outcome | 'none'>>;

/** The same errors, told of the entry; a cancel ends the whole run. */
function told(errors: Errors, as: 'left' | 'failed'): Errors {
  const entries = Object.entries(errors).map(([fault, outcome]): [string, Outcome | 'none'] => {
    const code = /^error (.*)$/.exec(outcome)?.[1] as ErrorCode | undefined;
    return [fault, code === undefined || fault === 'cancelled' ? outcome : `${as} ${code}`];
  });
  return Object.fromEntries(entries) as Errors;
}

const left = told(named, 'left');
const failed = told(named, 'failed');
const failedWithoutBody = told(namedWithoutBody, 'failed');
const notConfirmed = 'failed write-not-confirmed';

/** Another's list is there, and the own signature is not in it. */
export const repairLost = {
  // 404: no list; the run looks again and finds it. Altered: the run finds what it really is.
  'planned list': row(writtenBack, { ...left, '404': writtenBack }, writtenBack),
  // What nobody has any more needs no signature.
  'planned image': row(writtenBack, { ...left, '404': 'left image-gone' }, 'left digest-mismatch'),
  // 404: the read right before the write finds it, and it is kept.
  list: row(writtenBack, { ...failed, '404': writtenBack }, writtenBack),
  image: row(writtenBack, { ...failed, '404': changed }, 'failed digest-mismatch'),
  'upload POST': row(writtenBack, { ...failedWithoutBody, 'web page': 'failed registry-refused' }, 'none'),
  'upload PUT': row(writtenBack, failedWithoutBody, 'none'),
  // 404: what was there a moment ago is gone. Altered: as after a race, both are kept.
  'fresh list': row(writtenBack, { ...failed, '404': changed }, writtenBack),
  write: row(
    writtenBack,
    {
      ...failedWithoutBody,
      'reset before': notConfirmed,
      'reset in the middle': writtenBack,
      'reset after': writtenBack,
      '429': 'failed not-stored',
      '500': 'failed not-stored',
      endless: writtenBack,
      silent: notConfirmed,
      'web page': notConfirmed,
      // From here on the person's cancel waits for the end (U13).
      cancelled: writtenBack,
    },
    'none',
  ),
  'read-back': row(
    writtenBack,
    {
      ...all('written-back, unreachable'),
      '401': 'written-back, not-signed-in',
      '403': 'written-back, forbidden',
      '404': notConfirmed,
      '429': 'written-back, rate-limited',
      '500': 'written-back, registry-failed',
      endless: 'written-back, too-large',
      slow: 'written-back, timed-out',
      silent: 'written-back, timed-out',
      'web page': 'written-back, not-a-registry',
      cancelled: writtenBack,
    },
    writtenBack,
  ),
} satisfies Readonly<Record<string, Row>>;

/** The whole list is gone. */
export const repairGone = {
  'fresh list': row(writtenBack, { ...failed, '404': writtenBack, endless: writtenBack }, writtenBack),
  'upload PUT': row(writtenBack, failedWithoutBody, 'none'),
} satisfies Readonly<Record<string, Row>>;
