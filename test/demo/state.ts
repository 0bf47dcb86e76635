// What the demo registry holds: repositories with blobs, manifests and tags, all in memory.
import { createHash } from 'node:crypto';

export interface StoredManifest {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface RepositoryState {
  readonly blobs: Map<string, Uint8Array>;
  /** By digest. */
  readonly manifests: Map<string, StoredManifest>;
  /** Tag to digest. */
  readonly tags: Map<string, string>;
}

export interface RegistryState {
  readonly repositories: Map<string, RepositoryState>;
  /** Uploads under way, by their id. */
  readonly uploads: Map<string, { readonly repository: string; bytes: Uint8Array }>;
}

export function newState(): RegistryState {
  return { repositories: new Map(), uploads: new Map() };
}

/** `sha256:` and the hex digest of these bytes. */
export function digest(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The repository of that name, made when it is not there yet. */
export function repositoryOf(state: RegistryState, name: string): RepositoryState {
  const existing = state.repositories.get(name);
  if (existing !== undefined) return existing;
  const made: RepositoryState = { blobs: new Map(), manifests: new Map(), tags: new Map() };
  state.repositories.set(name, made);
  return made;
}

/** Puts a blob in without a request; gives its digest. */
export function storeBlob(state: RegistryState, repository: string, bytes: Uint8Array): string {
  const name = digest(bytes);
  repositoryOf(state, repository).blobs.set(name, bytes);
  return name;
}

/** Puts a manifest in without a request, under its digest and, where given, a tag; gives its digest. */
export function storeManifest(
  state: RegistryState,
  repository: string,
  tag: string | undefined,
  mediaType: string,
  bytes: Uint8Array,
): string {
  const target = repositoryOf(state, repository);
  const name = digest(bytes);
  target.manifests.set(name, { mediaType, bytes });
  if (tag !== undefined) target.tags.set(tag, name);
  return name;
}
