// What the refusal of a write means: a tag that may not change, a registry that takes nothing, or one that is full; and by
// which setting of which product. They share no code for any of it, mostly only a word (registries §1, §3).
import { EngineError } from '../errors.ts';
import { isDigest } from '../oci/digest.ts';
import type { Refusal } from '../products/product.ts';
import { refusals } from '../products/products.ts';
import { refusalOf, type RegistryCall, type RegistryReply } from './call.ts';
import type { RegistrySession } from './session.ts';

interface Answer {
  /** host[:port] */
  readonly registry: string;
  readonly status: number;
  /** The registry's code and its message. */
  readonly text: string;
}

/** Words that several products share, where no product's own were said. */
const sharedWords: readonly Pick<Refusal, 'obstacle' | 'says'>[] = [
  { obstacle: 'immutable', says: /immutab/i },
  { obstacle: 'full', says: /quota/i },
];

/** The named error of a write that was no success; `tag` is what was written to, if it was a tag or a digest. */
export function writeRefusalOf(
  session: RegistrySession,
  asked: RegistryCall,
  reply: RegistryReply,
  tag?: string,
): EngineError {
  const refusal = refusalOf(session, asked, reply);
  return writeRefusal(refusal, tag) ?? refusal;
}

/** `tag-immutable` or `not-writable`; undefined for a refusal that means something else, and for a failure (5xx). */
export function writeRefusal(refusal: EngineError, tag?: string): EngineError | undefined {
  const { details } = refusal;
  if (!('operation' in details && 'message' in details && 'status' in details)) return undefined;
  const { registry, repository, operation, status, code, message } = details;
  if (status >= 500 || status === 401 || status === 429) return undefined;
  const answer: Answer = { registry, status, text: `${code} ${message}` };
  const mayMean = ({ obstacle }: Pick<Refusal, 'obstacle'>): boolean =>
    obstacle !== 'immutable' || isTag(tag);
  const known = refusals.find((one) => mayMean(one) && isSaidIn(one, answer));
  const obstacle =
    known?.obstacle ?? sharedWords.find((one) => mayMean(one) && one.says.test(answer.text))?.obstacle;
  if (obstacle === undefined) return undefined;
  const setting = known?.setting;
  const said = { registry, repository, operation, status, code, message, setting };
  if (obstacle === 'immutable') return new EngineError('tag-immutable', { ...said, tag: tag ?? '' });
  return new EngineError('not-writable', { ...said, reason: obstacle });
}

function isSaidIn({ says, status, at }: Refusal, answer: Answer): boolean {
  if (status !== undefined && status !== answer.status) return false;
  return says.test(answer.text) && at?.test(answer.registry) !== false;
}

function isTag(tag: string | undefined): boolean {
  return tag !== undefined && !isDigest(tag);
}
