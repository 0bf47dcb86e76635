// What must come of each fault, written down before it is tried: verb × request × fault → named error, verdict or result.
// Rules behind the rows: who could not look says so and never "unsigned"; what is retried is not noticed when it is gone
// the second time; a write without a clear answer is read back.
import type { ErrorCode, WriteProblem } from '../../src/engine/errors.ts';
import type { Verdict } from '../../src/engine/verdict.ts';
import type { FaultName } from './faults.ts';

/** `signed …`: signed, and the read-back could not confirm it because of this code. */
export type Outcome =
  | `verdict ${Verdict}`
  | `error ${ErrorCode}`
  | 'signed'
  | `signed, ${ErrorCode}`
  | RemoveOutcome
  | CopyOutcome
  | RepairOutcome;

/** `nothing`: the plan found nothing to remove. */
type RemoveOutcome =
  'nothing' | 'rewritten' | 'deleted' | `rewritten, ${WriteProblem}` | `deleted, ${ErrorCode}`;

/** `copied, …`: copied, and a list of signatures could not be confirmed because of this. */
type CopyOutcome = 'copied' | `copied, ${WriteProblem}`;

/** `left …`: the plan could not look, or found nothing to repair; `failed …`: the run could not. */
type RepairOutcome =
  | 'written-back'
  | 'changed'
  | `written-back, ${WriteProblem}`
  | `left ${ErrorCode | 'image-gone'}`
  | `failed ${ErrorCode}`;

/** `none`: this request's answer has no body that could be broken so. */
export type Row = Readonly<Record<FaultName, Outcome | 'none'>>;

export type Lasting = Exclude<FaultName, `${string}, once`>;

/** A row from what the lasting faults come to: those that pass come to `fine`. */
export function row(
  fine: Outcome,
  lasting: Readonly<Record<Lasting, Outcome | 'none'>>,
  altered: Row[FaultName],
): Row {
  return {
    ...lasting,
    'reset before, once': fine,
    'reset in the middle, once': fine,
    'reset after, once': fine,
    'truncated, once': lasting.truncated === 'none' ? 'none' : fine,
    '429, once': fine,
    '500, once': fine,
    'altered, once': altered,
  };
}

/** Every lasting fault comes to the same, but for the cancel and what is named. */
export function all(
  same: Outcome,
  but: Partial<Readonly<Record<Lasting, Outcome | 'none'>>> = {},
): Readonly<Record<Lasting, Outcome | 'none'>> {
  return {
    refused: same,
    'reset before': same,
    'reset in the middle': same,
    'reset after': same,
    truncated: same,
    '401': same,
    '403': same,
    '404': same,
    '429': same,
    '500': same,
    endless: same,
    slow: same,
    silent: same,
    'web page': same,
    cancelled: 'error cancelled',
    ...but,
  };
}

/** Each fault by its own name: where nothing can go on without this answer. */
export const named = all('error unreachable', {
  '401': 'error not-signed-in',
  '403': 'error forbidden',
  '404': 'error not-found',
  '429': 'error rate-limited',
  '500': 'error registry-failed',
  endless: 'error too-large',
  slow: 'error timed-out',
  silent: 'error timed-out',
  'web page': 'error not-a-registry',
});

/** The same for an upload or a write, whose answers have no body. */
export const namedWithoutBody = { ...named, truncated: 'none', slow: 'none' } as const;

/** A token server's refusal is its own error; nothing a registry says later can mend it. */
export const namedToken = {
  ...named,
  '401': 'error token-refused',
  '403': 'error token-refused',
  '404': 'error token-refused',
  'web page': 'error bad-answer',
} as const;

export const subjectNotThere = { ...named, '404': 'error subject-not-found' } as const;
const unsigned = 'verdict unsigned';
const verified = 'verdict verified';
const couldNotCheck = 'verdict could-not-check';

/** The registry itself says that there is nothing, whatever is wrong with the rest of its 404. */
const absent = { '404': unsigned, endless: unsigned } as const;

/** Signed by somebody trusted; the other places are empty. */
export const verifySigned = {
  // Altered: a tag says nothing about its bytes, so this row's image is named by its digest.
  subject: row(verified, subjectNotThere, 'error digest-mismatch'),
  // 404: in the image's own repository it is believed, the same reader has just read the image there (S17).
  // Altered: the trusted signature is one no more, and what is left says nothing about who made it (S13).
  '.sig': row(verified, all(couldNotCheck, { '404': unsigned }), 'verdict untrusted'),
  payload: row(verified, all(couldNotCheck), couldNotCheck),
  // A signature that was found and is good is enough: what could not be read beside it is a note.
  referrers: row(verified, all(verified), verified),
  'fallback tag': row(verified, all(verified), verified),
  'attestation tag': row(verified, all(verified), verified),
} satisfies Readonly<Record<string, Row>>;

/** Signed by nobody. */
export const verifyUnsigned = {
  '.sig': row(unsigned, all(couldNotCheck, absent), unsigned),
  // 404 means that there is no such API. Altered: its list is none any more.
  referrers: row(unsigned, all(couldNotCheck, { '404': unsigned }), couldNotCheck),
  'fallback tag': row(unsigned, all(couldNotCheck, absent), unsigned),
  'attestation tag': row(unsigned, all(couldNotCheck, absent), unsigned),
} satisfies Readonly<Record<string, Row>>;

/** Signed by a bundle that only the fallback tag lists: no version before the log can judge it. */
export const verifyBundle = {
  'fallback tag': row(couldNotCheck, all(couldNotCheck, { '404': unsigned }), couldNotCheck),
  // A referrer that is listed and cannot be opened may be a signature.
  'referrer manifest': row(couldNotCheck, all(couldNotCheck), couldNotCheck),
} satisfies Readonly<Record<string, Row>>;

/** At a registry that gives tokens. Altered: the registry does not take such a token. */
export const verifyWithToken = {
  token: row(verified, namedToken, 'error not-signed-in'),
} satisfies Readonly<Record<string, Row>>;

const signed = 'signed';
const notConfirmed = 'error write-not-confirmed';
const notStored = 'error not-stored';

/** What a write without a clear answer comes to: stored where the registry saw it, else not confirmed in the end. */
const write = {
  ...namedWithoutBody,
  'reset before': notConfirmed,
  'reset in the middle': signed,
  'reset after': signed,
  // The registry said that it did not, and shows nothing.
  '429': notStored,
  '500': notStored,
  endless: signed,
  silent: notConfirmed,
  'web page': notConfirmed,
  // From here on the person's cancel waits for the end (U13).
  cancelled: signed,
} as const;

/** The write was answered with a yes: only the confirmation is missing. */
const readBack = {
  ...all('signed, unreachable'),
  '401': 'signed, not-signed-in',
  '403': 'signed, forbidden',
  // Not there after a yes, again and again: nobody can say that it is signed.
  '404': notConfirmed,
  '429': 'signed, rate-limited',
  '500': 'signed, registry-failed',
  endless: 'signed, too-large',
  slow: 'signed, timed-out',
  silent: 'signed, timed-out',
  'web page': 'signed, not-a-registry',
  cancelled: signed,
} as const;

/** Somebody else's signature is there already. */
export const signSecond = {
  subject: row(signed, subjectNotThere, 'error digest-mismatch'),
  // 404: the plan takes it for a tag that nobody wrote; the run reads afresh and finds the signature.
  'plan .sig': row(signed, { ...named, '404': signed }, signed),
  // 404: the plan saw a signature and the person confirmed a list with it: a new plan.
  // Altered: what the plan saw is gone and something else is there, as after a race: both are kept.
  'fresh .sig': row(signed, { ...named, '404': 'error plan-changed' }, signed),
  'upload POST': row(signed, { ...namedWithoutBody, 'web page': 'error registry-refused' }, 'none'),
  'upload PUT': row(signed, namedWithoutBody, 'none'),
  write: row(signed, write, 'none'),
  'read-back': row(signed, readBack, signed),
} satisfies Readonly<Record<string, Row>>;

/** Nobody has signed yet. */
export const signFirst = {
  'plan .sig': row(signed, { ...named, '404': signed, endless: signed }, signed),
  'fresh .sig': row(signed, { ...named, '404': signed, endless: signed }, signed),
  'upload PUT': row(signed, namedWithoutBody, 'none'),
  write: row(signed, write, 'none'),
  'read-back': row(signed, readBack, signed),
} satisfies Readonly<Record<string, Row>>;

/** The token for pulling, and the one for pushing, which the plan asks for already. */
export const signWithToken = {
  token: row(signed, namedToken, 'error not-signed-in'),
  // A refusal there only says that a push is denied (U14); the upload then is refused by the same server.
  // Altered: the registry does not take such a token, and a second one is asked for.
  'push token': row(signed, namedToken, signed),
} satisfies Readonly<Record<string, Row>>;
