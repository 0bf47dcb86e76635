// The referrers fallback tag `sha256-HEX`: an index to which a client adds what it pushed, where the registry has no
// referrers API (OCI distribution spec 1.1, "referrers tag schema"). The same race as of every tag (registries §4).
import { EngineError, throwIfCancelled, type WriteProblem } from '../errors.ts';
import type { DescriptorEntry } from '../oci/descriptorReader.ts';
import type { Digest } from '../oci/digest.ts';
import { encodeGoJson, type GoMember } from '../oci/goJson.ts';
import { parseManifest, type IndexManifest } from '../oci/manifest.ts';
import { ociIndex } from '../oci/mediaTypes.ts';
import type { Repository } from '../oci/reference.ts';
import { apart, pause } from '../pause.ts';
import { fetchTag } from '../places/fetchTag.ts';
import { nameOfTag } from '../places/signatureTag.ts';
import { mayHaveBeenStored, putManifest } from '../registry/manifests.ts';
import type { RegistrySession } from '../registry/session.ts';
import { fallbackTag } from '../signatures/tags.ts';

const mostWrites = 6;
/** A registry that fails so often is not asked to store it once more. */
const mostFailures = 3;
/** What readers of such an index take (S35). */
const mostEntries = 1000;
const mostBytes = 4 * 1024 * 1024;

export interface Referring {
  readonly subject: Digest;
  readonly entries: readonly DescriptorEntry[];
  /** The plan saw such an index: none is started in its place. */
  readonly isThere: boolean;
}

/**
 * Adds these referrers to the fallback index of `subject`; what is listed there stays, byte for byte, and what another
 * writer lost meanwhile comes back. True where the index had to be written. `signal` is obeyed until the first PUT begins.
 * Throws what reading and writing throw, `bad-signature-image` where an image of somebody's stands under the tag or it
 * would get too large, `too-many-signatures`, `plan-changed` where the index that the plan saw is gone,
 * `write-not-confirmed` where others never let it be or it is gone.
 */
export async function mergeFallback(
  session: RegistrySession,
  repository: Repository,
  { subject, entries: wanted, isThere }: Referring,
  signal: AbortSignal,
  lifetime: AbortSignal,
): Promise<boolean> {
  const tag = fallbackTag(subject);
  const place = nameOfTag(repository, tag);
  const notConfirmed = (reason: WriteProblem): EngineError =>
    new EngineError('write-not-confirmed', { place, digest: subject, reason });
  let written: readonly DescriptorEntry[] = [];
  let failures = 0;
  let failure: Error | undefined;
  for (let writes = 0; ; writes += 1) {
    if (writes > 1) await pause(session.world, apart(session.world, writes), lifetime);
    const current = await readIndex(session, repository, subject, writes === 0 ? signal : lifetime);
    if (current === undefined && isThere && writes === 0) {
      throw new EngineError('plan-changed', { what: 'referrers', place });
    }
    const there = current?.entries ?? [];
    const missing = missingEntries(there, wantedAfter(written, there, wanted));
    if (missing.length === 0) return writes > 0;
    // A list with entries of others is not made up from what was seen of it (S30).
    if (current === undefined && missingEntries(wanted, written).length > 0) {
      throw notConfirmed('nothing-there');
    }
    if (failure !== undefined && failures === mostFailures) throw failure;
    if (writes === mostWrites) throw notConfirmed('others-keep-writing');
    if (writes === 0) throwIfCancelled(signal, `copying; nothing was written to ${place}`);
    written = [...there, ...missing];
    const mediaType = current?.mediaType ?? ociIndex;
    const bytes = writeIndex(mediaType, written, current?.otherMembers ?? [], place);
    failure = undefined;
    try {
      await putManifest(session, repository, tag, bytes, mediaType, lifetime);
    } catch (error) {
      if (!mayHaveBeenStored(error)) throw error;
      failure = error as Error;
      failures += 1;
    }
  }
}

/**
 * What is to be listed. Where something came that this writer did not write, another wrote over it: all that was seen is
 * wanted. What went without anything new was removed by somebody, who is not overruled (S34).
 */
function wantedAfter(
  written: readonly DescriptorEntry[],
  there: readonly DescriptorEntry[],
  wanted: readonly DescriptorEntry[],
): readonly DescriptorEntry[] {
  const isRace = missingEntries(written, there).length > 0;
  return isRace ? [...wanted, ...missingEntries(wanted, written)] : wanted;
}

/** The wanted entries of which no digest is there. */
function missingEntries(
  there: readonly DescriptorEntry[],
  wanted: readonly DescriptorEntry[],
): readonly DescriptorEntry[] {
  const digests = new Set(there.map(({ descriptor }) => descriptor.digest));
  return wanted.filter(({ descriptor }) => !digests.has(descriptor.digest));
}

/** The index that is there. The subject itself under this tag (`cosign copy`, GitLab) makes way, as for cosign. */
async function readIndex(
  session: RegistrySession,
  repository: Repository,
  subject: Digest,
  signal: AbortSignal,
): Promise<IndexManifest | undefined> {
  const tag = fallbackTag(subject);
  const fetched = await fetchTag(session, repository, tag, signal);
  if (fetched === undefined || fetched.digest === subject) return undefined;
  const index = parseManifest(fetched.bytes, fetched.mediaType || undefined);
  if (index.kind === 'index') return index;
  const reason = index.kind === 'refused' ? index.reason : index.kind === 'image' ? 'an-image' : 'schema-1';
  throw new EngineError('bad-signature-image', { place: nameOfTag(repository, tag), reason });
}

/** Sorted by digest, as go-containerregistry does. Throws `too-many-signatures`, `bad-signature-image`. */
function writeIndex(
  mediaType: string,
  entries: readonly DescriptorEntry[],
  others: IndexManifest['otherMembers'],
  place: string,
): Uint8Array {
  const count = entries.length;
  if (count > mostEntries) {
    throw new EngineError('too-many-signatures', { place, count, limit: mostEntries, writing: true });
  }
  const digest = ({ descriptor }: DescriptorEntry): string => descriptor.digest;
  const sorted = [...entries].sort((a, b) => (digest(a) < digest(b) ? -1 : 1));
  const bytes = encodeGoJson({
    members: [
      ['schemaVersion', 2],
      ['mediaType', mediaType],
      ['manifests', sorted.map(({ source }) => ({ source }))],
      ...others.map(([name, source]): GoMember => [name, { source }]),
    ],
  });
  if (bytes.length > mostBytes) throw new EngineError('bad-signature-image', { place, reason: 'too-large' });
  return bytes;
}
