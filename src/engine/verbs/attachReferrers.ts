// Sees to it that the referrers of a copy are found at the target: by the registry's own list, which goes by their
// `subject`, or else by the fallback index (OCI distribution spec 1.1).
import type { PlannedManifest } from '../copyPlan.ts';
import type { DescriptorEntry } from '../oci/descriptorReader.ts';
import { readDescriptorText } from '../oci/descriptorReader.ts';
import type { Digest } from '../oci/digest.ts';
import { goMap, goStruct, writeGoJson } from '../oci/goJson.ts';
import { parseManifest } from '../oci/manifest.ts';
import type { Repository } from '../oci/reference.ts';
import { pause } from '../pause.ts';
import { listReferrers } from '../places/listReferrers.ts';
import { nameOfTag } from '../places/signatureTag.ts';
import { fallbackTag } from '../signatures/tags.ts';
import { mergeFallback } from '../store/mergeFallback.ts';
import type { EngineContext } from './context.ts';

/** Some registries list a referrer a moment after they took it. */
const looks = 3;
const betweenLooks = 500;

/**
 * `fallbacks`: what has a fallback index at the target, as the plan saw it. Throws what listing throws and what
 * mergeFallback throws; the referrers themselves are there by digest.
 */
export async function attachReferrers(
  engine: EngineContext,
  repository: Repository,
  fallbacks: readonly Digest[],
  manifests: readonly PlannedManifest[],
  signal: AbortSignal,
): Promise<void> {
  const bySubject = new Map<Digest, PlannedManifest[]>();
  for (const one of manifests) {
    for (const subject of one.refersTo) bySubject.set(subject, [...(bySubject.get(subject) ?? []), one]);
  }
  for (const [subject, referrers] of bySubject) {
    const unlisted = await notListed(engine, repository, subject, referrers, signal);
    if (unlisted.length === 0) continue;
    const wanted = { subject, entries: unlisted.map(entryOf), isThere: fallbacks.includes(subject) };
    const merge = (): Promise<boolean> =>
      mergeFallback(engine.session, repository, wanted, signal, engine.lifetime);
    await engine.queue.run(nameOfTag(repository, fallbackTag(subject)), merge, signal);
  }
}

async function notListed(
  { session, world }: EngineContext,
  repository: Repository,
  subject: Digest,
  referrers: readonly PlannedManifest[],
  signal: AbortSignal,
): Promise<readonly PlannedManifest[]> {
  for (let look = 1; ; look += 1) {
    const byApi = await listReferrers(session, repository, subject, signal);
    if (byApi === undefined) return referrers;
    const digests = new Set(byApi.listed.map(({ digest }) => digest));
    const unlisted = referrers.filter(({ digest }) => !digests.has(digest));
    if (unlisted.length === 0 || look === looks) return unlisted;
    await pause(world, betweenLooks, signal);
  }
}

/** What a registry's own list would say of it: the artifact type is the manifest's, else that of its config. */
function entryOf({ bytes, mediaType, digest }: PlannedManifest): DescriptorEntry {
  const manifest = parseManifest(bytes, mediaType);
  const isKnown = manifest.kind === 'image' || manifest.kind === 'index';
  const config = manifest.kind === 'image' ? manifest.config.descriptor.mediaType : undefined;
  const annotations = isKnown ? Object.entries(manifest.annotations) : [];
  const source = writeGoJson(
    goStruct([
      ['mediaType', mediaType],
      ['size', bytes.length],
      ['digest', digest],
      ['annotations', annotations.length === 0 ? undefined : goMap(annotations)],
      ['artifactType', isKnown ? (manifest.artifactType ?? config) : undefined],
    ]),
  );
  return readDescriptorText(source) ?? { descriptor: { mediaType, size: bytes.length, digest }, source };
}
