// Signatures whose image is gone (S33): every tag named for a digest, whether that digest is still in its repository,
// and if not, whether it is in any repository that the signatures themselves name. Who cannot tell says so.
import { describeUnjudged } from '../checks/judge.ts';
import { isEngineError, throwIfCancelled } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';
import { canonicalName, formatRepository, parseReference, parseRepository } from '../oci/reference.ts';
import type { Repository } from '../oci/reference.ts';
import { failureOf } from '../places/failure.ts';
import { readSignatures, readSignatureTag } from '../places/signatureTag.ts';
import { listTags } from '../registry/lists.ts';
import { getManifest } from '../registry/manifests.ts';
import { mayRead } from '../registry/mayRead.ts';
import { withBudget, type RegistrySession } from '../registry/session.ts';
import { askDigest } from '../registry/tagDigests.ts';
import type { OrphanDoubt, OrphanFinding, OrphanPage, OrphanRequest } from '../removePlan.ts';
import { parseAttachedTag, type AttachedTag } from '../signatures/tags.ts';
import type { JudgedSignature, Place } from '../verdict.ts';
import type { EngineContext } from './context.ts';

const searchBudget = { requests: 100_000, bytes: 512 * 1024 * 1024, milliseconds: 30 * 60_000 };
/** Tags of signatures and the like that are looked at. */
const mostTags = 10_000;
const partLength = 64;
const atOnce = 8;

interface Search {
  readonly session: RegistrySession;
  readonly repository: Repository;
  /** Registries that may be asked. */
  readonly registries: ReadonlySet<string>;
  /** Every image is looked for once in each repository. */
  readonly looks: Map<string, Promise<'there' | 'gone' | OrphanDoubt>>;
}

interface Listed extends AttachedTag {
  readonly tag: string;
}

/** See EngineApi.findOrphans. Throws `bad-reference`, what listTags throws, and `cancelled`. */
export async function* findOrphans(
  engine: EngineContext,
  request: OrphanRequest,
  signal: AbortSignal,
): AsyncGenerator<OrphanPage, void, undefined> {
  const repository = parseRepository(request.repository);
  const search: Search = {
    session: withBudget(engine.session, searchBudget, 'this look'),
    repository,
    registries: new Set([repository.registry, ...request.registries]),
    looks: new Map(),
  };
  let done = 0;
  let listed = 0;
  for await (const page of listTags(search.session, repository, signal)) {
    const all = page.names.flatMap(attachedTo);
    const tags = all.slice(0, mostTags - listed);
    listed += tags.length;
    const complete = tags.length === all.length;
    for (let at = 0; at < tags.length; at += partLength) {
      const part = tags.slice(at, at + partLength);
      const findings = await inTurn(part, (tag) => judge(search, tag, signal));
      done += part.length;
      yield { findings: findings.flatMap((one) => one ?? []), done, listed, complete };
    }
    if (complete) continue;
    if (tags.length === 0) yield { findings: [], done, listed, complete };
    return;
  }
}

function attachedTo(tag: string): readonly Listed[] {
  const attached = parseAttachedTag(tag);
  return attached === undefined ? [] : [{ tag, ...attached }];
}

/** Undefined where the image is in the same repository. */
async function judge(
  search: Search,
  listed: Listed,
  signal: AbortSignal,
): Promise<OrphanFinding | undefined> {
  const { repository } = search;
  throwIfCancelled(signal, 'looking for orphans');
  const here = await look(search, repository, listed.digest, signal);
  if (here === 'there') return undefined;
  const base = { tag: listed.tag, subject: listed.digest, signatures: 0 };
  const doubt = (why: OrphanDoubt): OrphanFinding => {
    return { ...base, state: 'cannot-tell', looked: [formatRepository(repository)], why };
  };
  if (here !== 'gone') return doubt(here);
  // Only a payload says where its image was. Without one the tag may belong to an image in any repository.
  if (listed.kind !== 'signature') return doubt({ code: 'names-no-image' });
  const read = await readClaims(search, listed, signal);
  if (!Array.isArray(read)) return read === undefined ? undefined : doubt(read);

  const looked = new Map([[canonicalName(repository), repository]]);
  const finding = { ...base, signatures: read.length };
  const found = { ...finding, state: 'cannot-tell' as const };
  for (const claimed of read) {
    const named = namedBy(claimed, listed.digest);
    if ('code' in named) return { ...found, looked: namesOf(looked), why: named };
    looked.set(canonicalName(named), named);
  }
  if (read.length === 0) return { ...found, looked: namesOf(looked), why: { code: 'names-no-image' } };
  let why: OrphanDoubt | undefined;
  for (const named of looked.values()) {
    const answer = await look(search, named, listed.digest, signal);
    if (answer === 'there') return undefined;
    if (answer !== 'gone') why ??= answer;
  }
  return { ...finding, state: why === undefined ? 'orphan' : 'cannot-tell', looked: namesOf(looked), why };
}

function namesOf(looked: ReadonlyMap<string, Repository>): readonly string[] {
  return [...looked.values()].map(formatRepository);
}

/** The signatures of a list; undefined where the tag is gone by now. */
async function readClaims(
  { session, repository }: Search,
  { tag }: Listed,
  signal: AbortSignal,
): Promise<JudgedSignature[] | OrphanDoubt | undefined> {
  const name = formatRepository(repository);
  const place: Place = { kind: 'sig-tag', role: 'own', repository: name, target: tag, required: true };
  try {
    const reading = await readSignatureTag(session, repository, tag, signal);
    if (reading === undefined) return undefined;
    const { signatures } = reading.image;
    const found = await readSignatures(session, { place, repository }, signatures, { predicted: [] }, signal);
    return found.map(describeUnjudged);
  } catch (error) {
    if (isEngineError(error, 'cancelled')) throw error;
    return { code: 'list-not-readable', failure: failureOf(error) };
  }
}

/** The repository that a payload names for this image; very old ones name a tag with it. */
function namedBy({ claims }: JudgedSignature, subject: Digest): Repository | OrphanDoubt {
  if (claims === undefined) return { code: 'payload-not-readable' };
  if (claims.digest !== subject) return { code: 'names-other-image' };
  try {
    return parseReference(claims.dockerReference).repository;
  } catch {
    return { code: 'names-no-image' };
  }
}

/** Whether the image is there, and why nobody can tell. A host that nobody named is not asked. */
function look(
  search: Search,
  repository: Repository,
  digest: Digest,
  signal: AbortSignal,
): Promise<'there' | 'gone' | OrphanDoubt> {
  const name = formatRepository(repository);
  if (!search.registries.has(repository.registry)) {
    return Promise.resolve({ code: 'other-registry', repository: name });
  }
  const key = `${name}@${digest}`;
  const asked = search.looks.get(key) ?? lookOnce(search.session, repository, digest, signal);
  search.looks.set(key, asked);
  return asked;
}

async function lookOnce(
  session: RegistrySession,
  repository: Repository,
  digest: Digest,
  signal: AbortSignal,
): Promise<'there' | 'gone' | OrphanDoubt> {
  const name = formatRepository(repository);
  try {
    if ((await askDigest(session, repository, digest, signal)) === digest) return 'there';
    // HEAD says little; only a GET is asked again with a login where nobody in particular got a 404.
    await getManifest(session, repository, digest, signal);
    return 'there';
  } catch (error) {
    if (isEngineError(error, 'cancelled')) throw error;
    const isAbsent = isEngineError(error, 'not-found') && error.details.webPage !== true;
    if (!isAbsent) return { code: 'could-not-look', repository: name, failure: failureOf(error) };
    return confirmAbsent(session, repository, signal);
  }
}

/** S33: a 404 counts only for a reader who demonstrably may read there. */
async function confirmAbsent(
  session: RegistrySession,
  repository: Repository,
  signal: AbortSignal,
): Promise<'gone' | OrphanDoubt> {
  const name = formatRepository(repository);
  try {
    return (await mayRead(session, repository, signal)) ? 'gone' : { code: 'may-not-read', repository: name };
  } catch (error) {
    if (isEngineError(error, 'cancelled')) throw error;
    return { code: 'could-not-look', repository: name, failure: failureOf(error) };
  }
}

/** The results in order, a few at a time. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  const take = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, take));
  return results;
}
