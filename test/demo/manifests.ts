// Manifests of the demo registry (OCI distribution spec 1.1: end-2, end-7, end-9).
import { absent, undeletable } from './absent.ts';
import { type Answer, type Exchange, methodNotAllowed, refusal } from './answers.ts';
import { refusalOfTypes } from './manifestTypes.ts';
import { parseManifest, subjectOf } from './manifestParts.ts';
import type { RegistryOptions } from './options.ts';
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

function readManifest(exchange: Exchange, name: string, target: string): Answer {
  const { request, state, options } = exchange;
  const repository = state.repositories.get(name);
  const found = repository === undefined ? undefined : digestFor(repository, target, options);
  const manifest = found === undefined ? undefined : repository?.manifests.get(found);
  if (found === undefined || manifest === undefined) return unknown(exchange, name, target);
  const kind = ociTypes[manifest.mediaType];
  const accepted = request.headers['accept'] ?? '';
  if (options.requireAccept === true && kind !== undefined && !accepted.includes(manifest.mediaType)) {
    const message = `OCI ${kind} found, but accept header does not support OCI ${kind === 'index' ? 'indexes' : 'manifests'}`;
    return refusal(404, 'MANIFEST_UNKNOWN', message);
  }
  const namesDigest = options.digestHeader !== 'on-head' || request.method === 'HEAD';
  return {
    status: 200,
    headers: {
      'content-type': manifest.mediaType,
      ...(namesDigest ? { 'docker-content-digest': found } : {}),
      ...(options.etags === false ? {} : { etag: `"${found}"` }),
    },
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
    const said = options.words?.badManifest;
    if (problem !== undefined) return said ?? problem;
    if (target.includes(':') && target !== actual) {
      return said ?? refusal(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
    }
  }
  const unwanted = refusalOfTypes(options, contentType, bytes);
  if (unwanted !== undefined) return unwanted;
  const tag = target.includes(':') ? undefined : target;
  if (options.tagsImmutable === true && tag !== undefined) {
    const old = repositoryOf(state, name).tags.get(tag);
    if (old !== undefined && old !== actual) {
      return options.words?.immutable?.(name, tag) ?? immutable(name, tag);
    }
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

function deleteManifest(exchange: Exchange, name: string, target: string): Answer {
  const { state, options } = exchange;
  if (options.deleteRefused === true) return undeletable(options);
  const repository = state.repositories.get(name);
  if (repository === undefined) return unknown(exchange, name, target);
  if (!target.includes(':')) {
    if (options.deleteByTag === false) return refusal(400, 'UNSUPPORTED', 'digest is required');
    return repository.tags.delete(target) ? { status: 202 } : unknown(exchange, name, target);
  }
  const tagged = [...repository.tags].find(([, found]) => found === target);
  if (options.deleteTagged === false && tagged !== undefined) {
    const message = `Manifest is still referenced by tag: ${tagged[0]}`;
    return refusal(400, 'GOOGLE_MANIFEST_DANGLING_TAG', message);
  }
  if (!repository.manifests.delete(target)) return unknown(exchange, name, target);
  for (const [tag, found] of repository.tags) if (found === target) repository.tags.delete(tag);
  return { status: 202 };
}

function digestFor(
  repository: RepositoryState,
  target: string,
  { dashIsDigest }: RegistryOptions,
): string | undefined {
  if (target.includes(':')) return target;
  const isDash = dashIsDigest === true && /^sha256-[0-9a-f]{64}$/.test(target);
  return isDash ? target.replace('-', ':') : repository.tags.get(target);
}

function unknown(exchange: Exchange, name: string, target: string): Answer {
  const detail = target.includes(':') ? { digest: target } : { Tag: target };
  const usual = refusal(404, 'MANIFEST_UNKNOWN', 'manifest unknown', detail);
  return absent(exchange, 'manifest', name, target) ?? usual;
}

function blobUnknown(missing: string): Answer {
  return refusal(400, 'MANIFEST_BLOB_UNKNOWN', 'blob unknown to registry', missing);
}

/** The words of AWS ECR for an immutable tag. */
function immutable(name: string, tag: string): Answer {
  const message = `The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the tag is immutable.`;
  return refusal(400, 'TAG_INVALID', message);
}
