// Browse: repositories and tags page by page, what a tag points at, and texts for showing.
import type { ManifestText } from '../api.ts';
import type { ImageInspection } from '../glance.ts';
import { EngineError } from '../errors.ts';
import type { ListOptions, NamePage, RepositoriesWhere } from '../namePage.ts';
import { isDigest } from '../oci/digest.ts';
import { formatRepository, parseReference, parseRepository } from '../oci/reference.ts';
import { payloadLimit } from '../places/signatureTag.ts';
import { readBlob } from '../registry/blobs.ts';
import { listRepositoriesOf, listTagsOf } from '../registry/listWays.ts';
import { getManifest } from '../registry/manifests.ts';
import { readingOn } from '../registry/readingOn.ts';
import type { EngineContext } from './context.ts';
import { resolveSubject } from './resolveSubject.ts';

/**
 * Repositories as `host/path`, page by page as they are told; with `path` those below it, with `filter` those that have it
 * in what stands behind. Throws as listRepositoriesOf does.
 */
export async function* browseRepositories(
  { session }: EngineContext,
  where: RepositoriesWhere,
  options: ListOptions,
  signal: AbortSignal,
): AsyncGenerator<NamePage, void, undefined> {
  const named = (path: string): string => formatRepository({ registry: where.registry, path });
  const reading = readingOn(session, where.registry);
  for await (const { names, dates, ...page } of listRepositoriesOf(reading.session, where, options, signal)) {
    reading.behind();
    yield {
      ...page,
      names: names.map(named),
      ...(dates && { dates: new Map([...dates].map(([path, date]) => [named(path), date])) }),
    };
  }
}

/** Tags of a repository (`host/path`). Throws `bad-reference` and what listTagsOf throws. */
export async function* browseTags(
  { session }: EngineContext,
  repository: string,
  options: ListOptions,
  signal: AbortSignal,
): AsyncGenerator<NamePage, void, undefined> {
  const parsed = parseRepository(repository);
  const reading = readingOn(session, parsed.registry);
  for await (const page of listTagsOf(reading.session, parsed, options, signal)) {
    reading.behind();
    yield page;
  }
}

/** What the reference points at now. Throws as resolveSubject does. */
export async function inspectImage(
  { session }: EngineContext,
  reference: string,
  signal: AbortSignal,
): Promise<ImageInspection> {
  const { repository, digest, manifest, size } = await resolveSubject(
    session,
    parseReference(reference),
    signal,
  );
  const children = manifest.kind === 'index' ? manifest.manifests : [];
  return {
    repository: formatRepository(repository),
    digest,
    mediaType: manifest.mediaType,
    size,
    children: children.map(({ digest: of, mediaType, size: bytes, platform }) => ({
      digest: of,
      mediaType,
      size: bytes,
      platform,
    })),
  };
}

/** A manifest as text for showing; never written anywhere. Throws what getManifest throws. */
export async function readManifestText(
  { session }: EngineContext,
  repository: string,
  tagOrDigest: string,
  signal: AbortSignal,
): Promise<ManifestText> {
  const { bytes, digest, mediaType } = await getManifest(
    session,
    parseRepository(repository),
    tagOrDigest,
    signal,
  );
  return { digest, mediaType, text: new TextDecoder().decode(bytes) };
}

/** A payload as text for showing. Throws `bad-reference` for what is no digest, and what readBlob throws. */
export async function readPayloadText(
  { session }: EngineContext,
  repository: string,
  digest: string,
  signal: AbortSignal,
): Promise<string> {
  if (!isDigest(digest)) {
    throw new EngineError('bad-reference', { text: digest, position: 0, reason: 'digest' });
  }
  const bytes = await readBlob(session, parseRepository(repository), digest, payloadLimit, signal);
  return new TextDecoder().decode(bytes);
}
