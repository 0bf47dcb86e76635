// Manifests of the demo registry (OCI distribution spec 1.1: end-2, end-7, end-9).
import { type Answer, type Exchange, methodNotAllowed, refusal } from './answers.ts';
import { digest, type RepositoryState, repositoryOf, storeManifest } from './state.ts';

/** The size above which distribution refuses a manifest (measured). */
const manifestLimit = 4 * 1024 * 1024;

const ociTypes: Readonly<Record<string, string>> = {
  'application/vnd.oci.image.manifest.v1+json': 'manifest',
  'application/vnd.oci.image.index.v1+json': 'index',
};

export function answerManifest(exchange: Exchange, name: string, target: string): Answer {
  switch (exchange.request.method) {
    case 'GET':
    case 'HEAD':
      return readManifest(exchange, name, target);
    case 'PUT':
      return putManifest(exchange, name, target);
    case 'DELETE':
      return deleteManifest(exchange, name, target);
    default:
      return methodNotAllowed('DELETE, GET, HEAD, PUT');
  }
}

function readManifest({ request, state, options }: Exchange, name: string, target: string): Answer {
  const repository = state.repositories.get(name);
  const found = repository === undefined ? undefined : digestFor(repository, target);
  const manifest = found === undefined ? undefined : repository?.manifests.get(found);
  if (found === undefined || manifest === undefined) return unknown(target);
  const kind = ociTypes[manifest.mediaType];
  const accepted = request.headers['accept'] ?? '';
  if (options.requireAccept === true && kind !== undefined && !accepted.includes(manifest.mediaType)) {
    const message = `OCI ${kind} found, but accept header does not support OCI ${kind === 'index' ? 'indexes' : 'manifests'}`;
    return refusal(404, 'MANIFEST_UNKNOWN', message);
  }
  return {
    status: 200,
    headers: { 'content-type': manifest.mediaType, 'docker-content-digest': found, etag: `"${found}"` },
    body: manifest.bytes,
  };
}

function putManifest({ request, state, options }: Exchange, name: string, target: string): Answer {
  const bytes = request.body;
  const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  const actual = digest(bytes);
  if (options.checks !== false) {
    if (bytes.length > manifestLimit) {
      return refusal(400, 'MANIFEST_INVALID', 'manifest invalid', 'http: request body too large');
    }
    const problem = problemOf(
      repositoryOf(state, name),
      bytes,
      contentType,
      options.strictContentType === true,
    );
    if (problem !== undefined) return problem;
    if (target.includes(':') && target !== actual) {
      return refusal(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
    }
  }
  const tag = target.includes(':') ? undefined : target;
  if (options.tagsImmutable === true && tag !== undefined) {
    const old = repositoryOf(state, name).tags.get(tag);
    if (old !== undefined && old !== actual) return immutable(name, tag);
  }
  storeManifest(state, name, tag, contentType, bytes);
  const subject = subjectOf(bytes);
  const announce = subject !== undefined && options.referrers !== false && options.subjectHeader !== false;
  return {
    status: 201,
    headers: {
      location: `/v2/${name}/manifests/${actual}`,
      'docker-content-digest': actual,
      ...(announce ? { 'oci-subject': subject } : {}),
    },
  };
}

function problemOf(
  repository: RepositoryState,
  bytes: Uint8Array,
  contentType: string,
  strict: boolean,
): Answer | undefined {
  const manifest = parseManifest(bytes);
  if (manifest === undefined) return refusal(400, 'MANIFEST_INVALID', 'manifest invalid', { Offset: 0 });
  if (strict && manifest.mediaType !== undefined && manifest.mediaType !== contentType) {
    return refusal(400, 'MANIFEST_INVALID', 'manifest invalid', {});
  }
  for (const child of manifest.manifests ?? []) {
    if (!repository.manifests.has(child.digest)) return blobUnknown(child.digest);
  }
  for (const part of [
    ...(manifest.config === undefined ? [] : [manifest.config]),
    ...(manifest.layers ?? []),
  ]) {
    if (!repository.blobs.has(part.digest)) return blobUnknown(part.digest);
  }
  return undefined;
}

function deleteManifest({ state, options }: Exchange, name: string, target: string): Answer {
  if (options.deleteRefused === true) return refusal(405, 'UNSUPPORTED', 'The operation is unsupported.');
  const repository = state.repositories.get(name);
  if (repository === undefined) return unknown(target);
  if (!target.includes(':')) {
    return repository.tags.delete(target) ? { status: 202 } : unknown(target);
  }
  if (!repository.manifests.delete(target)) return unknown(target);
  for (const [tag, found] of repository.tags) if (found === target) repository.tags.delete(tag);
  return { status: 202 };
}

interface ManifestParts {
  readonly mediaType?: string;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly config?: { readonly digest: string; readonly mediaType: string };
  readonly layers?: readonly { readonly digest: string }[];
  readonly manifests?: readonly { readonly digest: string }[];
  readonly subject?: { readonly digest: string };
}

/** The manifest's fields, or undefined when the bytes are no JSON object. */
export function parseManifest(bytes: Uint8Array): ManifestParts | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The digest that the manifest is about, when it names one. */
export function subjectOf(bytes: Uint8Array): string | undefined {
  return parseManifest(bytes)?.subject?.digest;
}

function digestFor(repository: RepositoryState, target: string): string | undefined {
  return target.includes(':') ? target : repository.tags.get(target);
}

function unknown(target: string): Answer {
  const detail = target.includes(':') ? { digest: target } : { Tag: target };
  return refusal(404, 'MANIFEST_UNKNOWN', 'manifest unknown', detail);
}

function blobUnknown(missing: string): Answer {
  return refusal(400, 'MANIFEST_BLOB_UNKNOWN', 'blob unknown to registry', missing);
}

/** The words of AWS ECR for an immutable tag. */
function immutable(name: string, tag: string): Answer {
  const message = `The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the tag is immutable.`;
  return refusal(400, 'TAG_INVALID', message);
}
