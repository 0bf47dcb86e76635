// Reading blobs (distribution spec: pulling blobs). The digest is checked; content often comes from another host.
// Large ones are read piece by piece: whoever passes them on never holds more than a piece.
import { createHash } from 'node:crypto';
import { EngineError } from '../errors.ts';
import { streamTimeouts } from '../http/deadline.ts';
import type { OpenedBody } from '../http/exchange.ts';
import { digestOf, isDigest } from '../oci/digest.ts';
import type { Digest } from '../oci/digest.ts';
import type { Repository } from '../oci/reference.ts';
import { isHtml } from './answer.ts';
import { call, refusalOf } from './call.ts';
import type { RegistryCall } from './call.ts';
import type { RegistrySession } from './session.ts';

/**
 * The bytes of a blob of at most `limit` bytes. Redirects to another host are followed without the credential.
 * Throws `too-large`, `digest-mismatch` (`not-a-registry` where a web page came instead), `not-found` and what getManifest
 * throws.
 */
export async function readBlob(
  session: RegistrySession,
  repository: Repository,
  digest: Digest,
  limit: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const asked = blobCall(repository, digest, 'GET', limit);
  let reply = await call(session, asked, signal);
  if (reply.status !== 200) throw refusalOf(session, asked, reply);
  let actual = digestOf(reply.body);
  if (actual !== digest && reply.headers.has('content-encoding')) {
    // fetch decoded what was stored encoded: once more, as the bytes are.
    reply = await call(session, { ...asked, transport: 'raw' }, signal);
    if (reply.status !== 200) throw refusalOf(session, asked, reply);
    actual = digestOf(reply.body);
  }
  if (actual !== digest) {
    const { registry, path } = repository;
    if (isHtml(reply.body, reply.headers.get('content-type'))) throw webPage(registry);
    throw new EngineError('digest-mismatch', { registry, repository: path, expected: digest, actual });
  }
  return reply.body;
}

/** What a blob is known by before it is read. */
export interface BlobName {
  readonly digest: Digest;
  /** Bytes, as a descriptor says. */
  readonly size: number;
}

/**
 * True where the registry shows this blob to us in this repository (S20). False for every answer that does not prove
 * it: no such blob, a web page, another length or digest. Throws what call() throws.
 */
export async function blobExists(
  session: RegistrySession,
  repository: Repository,
  { digest, size }: BlobName,
  signal: AbortSignal,
): Promise<boolean> {
  const reply = await call(session, blobCall(repository, digest, 'HEAD', 0), signal);
  if (reply.status !== 200 || isHtml(new Uint8Array(1), reply.headers.get('content-type'))) return false;
  const length = reply.headers.get('content-length');
  const named = reply.headers.get('docker-content-digest');
  return (length === null || length === String(size)) && (named === null || named === digest);
}

/**
 * True where the registry says that it has no such blob in this repository, false where it has one. Throws `not-signed-in`,
 * `forbidden`, `rate-limited`, `registry-failed`, `not-a-registry` and what call() throws: no other answer says either.
 */
export async function lacksBlob(
  session: RegistrySession,
  repository: Repository,
  { digest }: BlobName,
  signal: AbortSignal,
): Promise<boolean> {
  const asked = blobCall(repository, digest, 'HEAD', 0);
  const reply = await call(session, asked, signal);
  if (reply.status === 404) return true;
  if (reply.status !== 200) throw refusalOf(session, asked, reply);
  if (isHtml(new Uint8Array(1), reply.headers.get('content-type'))) throw webPage(repository.registry);
  return false;
}

export interface OpenedBlob extends OpenedBody {
  /** fetch decodes what comes. */
  readonly encoded: boolean;
  /** It says of itself that it is a web page; a blob may be one. */
  readonly isPage: boolean;
}

/** A login page or a proxy's, where a blob was asked for. */
export function webPage(registry: string): EngineError {
  return new EngineError('not-a-registry', { registry, reason: 'web-page' });
}

/**
 * Opens a blob for reading it piece by piece; checkedPieces() checks it. `raw` takes the bytes as they are stored where
 * fetch would decode them. Throws `not-found` and what getManifest throws.
 */
export async function openBlob(
  session: RegistrySession,
  repository: Repository,
  digest: Digest,
  raw: boolean,
  signal: AbortSignal,
): Promise<OpenedBlob> {
  const asked: RegistryCall = {
    ...blobCall(repository, digest, 'GET', 65_536),
    opens: true,
    timeouts: streamTimeouts,
    ...(raw ? { transport: 'raw' } : {}),
  };
  const reply = await call(session, asked, signal);
  const { opened } = reply;
  if (reply.status === 200 && opened !== undefined) {
    const isPage = isHtml(new Uint8Array(1), reply.headers.get('content-type'));
    return { ...opened, encoded: !raw && reply.headers.has('content-encoding'), isPage };
  }
  await opened?.close();
  throw refusalOf(session, asked, reply);
}

/**
 * The same pieces, the last of them only when all together are the blob: whoever passes them on never finishes a wrong
 * one. Throws `digest-mismatch`, and `bad-answer` for more or fewer bytes than the descriptor says.
 */
export async function* checkedPieces(
  pieces: AsyncIterable<Uint8Array>,
  { digest, size }: BlobName,
  from: Repository,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash('sha256');
  let held: Uint8Array | undefined;
  let length = 0;
  const otherSize = (): EngineError =>
    new EngineError('bad-answer', { registry: from.registry, reason: 'blob-of-other-size' });
  for await (const piece of pieces) {
    length += piece.byteLength;
    if (length > size) throw otherSize();
    hash.update(piece);
    if (held !== undefined) yield held;
    held = piece;
  }
  const actual: Digest = `sha256:${hash.digest('hex')}`;
  if (actual !== digest) {
    const { registry, path } = from;
    throw new EngineError('digest-mismatch', { registry, repository: path, expected: digest, actual });
  }
  if (length !== size) throw otherSize();
  if (held !== undefined) yield held;
}

function blobCall(
  repository: Repository,
  digest: Digest,
  method: 'GET' | 'HEAD',
  bodyLimit: number,
): RegistryCall {
  if (!isDigest(digest))
    throw new EngineError('bad-reference', { text: digest, position: 0, reason: 'digest' });
  return {
    repository,
    operation: 'reading a blob',
    method,
    path: `blobs/${digest}`,
    access: 'pull',
    bodyLimit,
    retry: 'safe',
    redirects: 'follow',
  };
}
