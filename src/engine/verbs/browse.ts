// Browse: repositories and tags page by page, what a tag points at, and texts for showing.
import type { ManifestText } from '../api.ts';
import type { ImageInspection } from '../glance.ts';
import { EngineError } from '../errors.ts';
import type { ListOptions, NamePage, RepositoriesWhere } from '../namePage.ts';
import { isDigest } from '../oci/digest.ts';
import { formatRepository, parseReference, parseRepository } from '../oci/reference.ts';
import { payloadLimit } from '../places/signatureTag.ts';
import { readBlob } from '../registry/blobs.ts';
import { listRepositories, listTags } from '../registry/lists.ts';
import { getManifest } from '../registry/manifests.ts';
import type { EngineContext } from './context.ts';
import { resolveSubject } from './resolveSubject.ts';

/**
 * Repositories as `host/path`, page by page as the registry (host[:port]) tells them; with `path` those below it.
 * Throws as listRepositories does.
 */
export async function* browseRepositories(
  { session }: EngineContext,
  { registry, path }: RepositoriesWhere,
  { filter }: ListOptions,
  signal: AbortSignal,
): AsyncGenerator<NamePage, void, undefined> {
  const below = path === undefined ? '' : `${path}/`;
  const wanted = filter?.toLowerCase() ?? '';
  for await (const { names, ...page } of listRepositories(session, registry, signal)) {
    const here = names.filter(
      (name) => name.startsWith(below) && name.slice(below.length).toLowerCase().includes(wanted),
    );
    yield { ...page, names: here.map((name) => formatRepository({ registry, path: name })) };
  }
}

/** Tags of a repository (`host/path`). Throws `bad-reference` and what listTags throws. */
export async function* browseTags(
  { session }: EngineContext,
  repository: string,
  { filter }: ListOptions,
  signal: AbortSignal,
): AsyncGenerator<NamePage, void, undefined> {
  const wanted = filter?.toLowerCase() ?? '';
  for await (const { names, ...page } of listTags(session, parseRepository(repository), signal)) {
    yield { ...page, names: names.filter((name) => name.toLowerCase().includes(wanted)) };
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
