// What the refusal of a write means: a tag that may not change, a registry that takes nothing, or one that is full; and by
// which setting of which product. They share no code for any of it, mostly only a word (registries §1, §3).
import { EngineError } from '../errors.ts';
import { isDigest } from '../oci/digest.ts';
import type { WriteObstacle, WriteSetting } from '../problems.ts';
import { refusalOf, type RegistryCall, type RegistryReply } from './call.ts';
import type { RegistrySession } from './session.ts';

interface Answer {
  /** host[:port] */
  readonly registry: string;
  readonly status: number;
  /** The registry's code and its message. */
  readonly text: string;
}

interface Meaning {
  readonly obstacle: WriteObstacle;
  readonly setting: WriteSetting | undefined;
  readonly matches: (answer: Answer) => boolean;
}

const says =
  (words: RegExp) =>
  ({ text }: Answer): boolean =>
    words.test(text);
const immutableAt =
  (host: RegExp) =>
  ({ registry, text }: Answer): boolean =>
    host.test(registry) && /immutable/i.test(text);

/** The first that matches counts: the general ones come last. */
const meanings: readonly Meaning[] = [
  { obstacle: 'immutable', setting: 'ecr', matches: says(/^TAG_INVALID .*immutable/i) },
  { obstacle: 'immutable', setting: 'harbor', matches: says(/configured as immutable/i) },
  { obstacle: 'immutable', setting: 'nexus', matches: says(/does not allow updating assets/i) },
  // Without the right to overwrite, Artifactory looks for the old one and says that it is not there (cosign#3758).
  {
    obstacle: 'immutable',
    setting: 'artifactory',
    matches: says(/could not locate artifact .*manifest\.json/i),
  },
  {
    obstacle: 'immutable',
    setting: 'docker-hub',
    matches: immutableAt(/^(?:index\.|registry-1\.)?docker\.io$/),
  },
  { obstacle: 'immutable', setting: 'gitlab', matches: immutableAt(/^registry\.gitlab\./) },
  {
    obstacle: 'immutable',
    setting: 'google',
    matches: immutableAt(/(?:-docker\.pkg\.dev|^(?:\w+\.)?gcr\.io)$/),
  },
  { obstacle: 'immutable', setting: undefined, matches: says(/immutable/i) },

  { obstacle: 'read-only', setting: 'azure', matches: says(/REGISTRY_DISALLOWED_OPERATION/) },
  { obstacle: 'read-only', setting: 'nexus-group', matches: says(/deploying to groups/i) },
  { obstacle: 'read-only', setting: 'harbor-proxy', matches: says(/\bproxy (?:cache )?project/i) },
  {
    obstacle: 'read-only',
    setting: 'distribution',
    matches: ({ status, text }) => status === 405 && /^ ?method not allowed/i.test(text),
  },

  { obstacle: 'full', setting: 'harbor-quota', matches: says(/exceed the configured upper limit/i) },
  { obstacle: 'full', setting: undefined, matches: says(/quota/i) },
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
  const answer = { registry, status, text: `${code} ${message}` };
  const meaning = meanings.find(
    ({ obstacle, matches }) => (obstacle !== 'immutable' || isTag(tag)) && matches(answer),
  );
  if (meaning === undefined) return undefined;
  const { obstacle, setting } = meaning;
  const said = { registry, repository, operation, status, code, message, setting };
  if (obstacle === 'immutable') return new EngineError('tag-immutable', { ...said, tag: tag ?? '' });
  return new EngineError('not-writable', { ...said, reason: obstacle });
}

function isTag(tag: string | undefined): boolean {
  return tag !== undefined && !isDigest(tag);
}
