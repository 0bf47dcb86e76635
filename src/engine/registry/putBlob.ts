// Brings a blob of any size into a repository: not at all where it is there (S20), by a mount inside one registry, else
// piece by piece (distribution spec: pushing blobs, mounting a blob from another repository). One PUT of known length:
// chunked uploads work on some registries only (Google, ECR).
import { EngineError } from '../errors.ts';
import { streamTimeouts } from '../http/deadline.ts';
import type { Repository } from '../oci/reference.ts';
import { isHtml } from './answer.ts';
import { blobExists, checkedPieces, openBlob, type BlobName, type OpenedBlob } from './blobs.ts';
import { call, type RegistryCall } from './call.ts';
import type { RegistrySession } from './session.ts';
import { brokenTransfer, counted, transferAgain, type Transfer } from './transfer.ts';
import { endUpload, locationOf, startCall, startUpload, uploadBlob, withDigestParameter } from './upload.ts';
import { writeRefusalOf } from './writeRefusal.ts';

/** Where the bytes come from: another repository, or a reader of them. */
export interface BlobSource {
  /** Of whom errors speak, and what can be mounted. */
  readonly repository: Repository;
  /** Opens it from the beginning; `raw`: once more, as the bytes are. */
  readonly open: (raw: boolean, signal: AbortSignal) => Promise<OpenedBlob>;
  readonly mountable: boolean;
}

export type BlobOutcome = 'there' | 'mounted' | 'sent';

/** Smaller ones are read whole: a single POST may then do. */
const streamedFrom = 262_144;

/** A blob that stands in a repository. */
export function blobIn(session: RegistrySession, repository: Repository, { digest }: BlobName): BlobSource {
  return {
    repository,
    open: (raw, signal) => openBlob(session, repository, digest, raw, signal),
    mountable: true,
  };
}

/**
 * Puts the blob into `to`. `moved` is told of bytes as they come (below zero when a broken transfer begins again).
 * Begins again after a passing failure, from the first byte. Throws `digest-mismatch`, `bad-answer`, and what reading
 * and uploading throw; the blob is then not there, or whole.
 */
export async function putBlob(
  session: RegistrySession,
  source: BlobSource,
  to: Repository,
  blob: BlobName,
  moved: (bytes: number) => void,
  signal: AbortSignal,
): Promise<BlobOutcome> {
  if (await blobExists(session, to, blob, signal)) return 'there';
  const started = await mount(session, source, to, blob, signal);
  if (started === 'mounted') return started;
  let location = started;
  const attempt = (raw: boolean): Promise<Transfer> => {
    const at = location;
    location = undefined;
    return transfer(session, source, to, { ...blob, raw, location: at }, moved, signal);
  };
  try {
    await transferAgain(session, attempt, 'uploading a blob', signal);
  } finally {
    // Given up before its turn came.
    if (location !== undefined) endUpload(session, to, location);
  }
  return 'sent';
}

/** Asks the registry to take the blob from its other repository. A 202 is an upload session like any other. */
async function mount(
  session: RegistrySession,
  source: BlobSource,
  to: Repository,
  { digest }: BlobName,
  signal: AbortSignal,
): Promise<'mounted' | URL | undefined> {
  if (!source.mountable || source.repository.registry !== to.registry) return undefined;
  const query = `mount=${digest}&from=${encodeURIComponent(source.repository.path)}`;
  const reply = await call(session, startCall(to, query, undefined), signal);
  if (reply.status === 201) return 'mounted';
  // Whatever else it says, the usual way says what is wrong.
  return reply.status === 202 ? locationOf(session, to, reply) : undefined;
}

async function transfer(
  session: RegistrySession,
  source: BlobSource,
  to: Repository,
  blob: BlobName & { readonly raw: boolean; readonly location: URL | undefined },
  moved: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Transfer> {
  let read = 0;
  let opened: Awaited<ReturnType<BlobSource['open']>> | undefined;
  let location = blob.location;
  let sending = false;
  try {
    opened = await source.open(blob.raw, signal);
    const pieces = counted(checkedPieces(opened.chunks, blob, source.repository), (bytes) => {
      read += bytes;
      moved(bytes);
    });
    if (blob.size <= streamedFrom && location === undefined) {
      await uploadBlob(session, to, await collect(pieces), signal);
      return 'sent';
    }
    location ??= await startUpload(session, to, signal);
    sending = true;
    await send(session, to, location, blob, pieces, signal);
    return 'sent';
  } catch (failure) {
    moved(-read);
    if (location !== undefined) endUpload(session, to, location);
    return brokenTransfer(failure, opened, sending, source.repository);
  } finally {
    await opened?.close();
  }
}

async function send(
  session: RegistrySession,
  to: Repository,
  location: URL,
  { digest, size }: BlobName,
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const { body: _none, ...start } = startCall(to, '', undefined);
  const asked: RegistryCall = {
    ...start,
    method: 'PUT',
    url: withDigestParameter(location, digest),
    stream: { size, chunks },
    timeouts: streamTimeouts,
    retry: 'never',
  };
  const reply = await call(session, asked, signal);
  if (isHtml(reply.body, reply.headers.get('content-type')) && reply.status === 200) {
    throw new EngineError('not-a-registry', { registry: to.registry, reason: 'web-page' });
  }
  if (![200, 201, 204].includes(reply.status)) throw writeRefusalOf(session, asked, reply);
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
