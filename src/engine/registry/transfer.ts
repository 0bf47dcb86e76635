// Bringing a blob over as often as it takes: a transfer that broke begins again, from the first byte.
import { isEngineError, throwIfCancelled } from '../errors.ts';
import { isPassing, isPassingFailure, waitBefore } from '../http/retry.ts';
import type { Repository } from '../oci/reference.ts';
import { pause } from '../pause.ts';
import { checkedPieces, openBlob, webPage, type BlobName, type OpenedBlob } from './blobs.ts';
import type { RegistrySession } from './session.ts';

/** `encoded`: the bytes were other ones because fetch had decoded them. */
export type Transfer =
  'sent' | { readonly again: boolean; readonly encoded: boolean; readonly failure: unknown };

/** Tries until it is over, so many at a time as the session's streams allow. Throws the last failure, `cancelled`. */
export async function transferAgain(
  session: RegistrySession,
  attempt: (raw: boolean) => Promise<Transfer>,
  what: 'uploading a blob' | 'reading a blob',
  signal: AbortSignal,
): Promise<void> {
  const release = await session.http.streams.take('', signal).catch((error: unknown) => {
    throwIfCancelled(signal, what);
    throw error;
  });
  try {
    let raw = false;
    for (let tries = 1; ; tries += 1) {
      const outcome = await attempt(raw);
      if (outcome === 'sent') return;
      throwIfCancelled(signal, what);
      if (outcome.encoded && !raw) {
        raw = true;
        continue;
      }
      const wait = outcome.again ? waitBefore(session.world, tries, null) : undefined;
      if (wait === undefined) throw outcome.failure;
      await pause(session.world, wait, signal);
      throwIfCancelled(signal, what);
    }
  } finally {
    release();
  }
}

/**
 * Takes a blob out of a repository, piece by piece; `into` has all of it, or has thrown. `moved` is told of bytes as they
 * come, below zero when a broken transfer begins again. Throws `digest-mismatch`, `bad-answer`, what openBlob and `into` throw.
 */
export async function takeBlob(
  session: RegistrySession,
  from: Repository,
  blob: BlobName,
  into: (pieces: AsyncIterable<Uint8Array>) => Promise<void>,
  moved: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const attempt = async (raw: boolean): Promise<Transfer> => {
    let read = 0;
    let opened: Awaited<ReturnType<typeof openBlob>> | undefined;
    try {
      opened = await openBlob(session, from, blob.digest, raw, signal);
      await into(
        counted(checkedPieces(opened.chunks, blob, from), (bytes) => {
          read += bytes;
          moved(bytes);
        }),
      );
      return 'sent';
    } catch (failure) {
      moved(-read);
      return brokenTransfer(failure, opened, false, from);
    } finally {
      await opened?.close();
    }
  };
  await transferAgain(session, attempt, 'reading a blob', signal);
}

/** What a transfer that broke comes to: other bytes than the blob's may be a web page's, or what fetch made of them. */
export function brokenTransfer(
  failure: unknown,
  opened: OpenedBlob | undefined,
  sending: boolean,
  from: Repository,
): Transfer {
  const isOther = isEngineError(failure, 'digest-mismatch') || isEngineError(failure, 'bad-answer');
  if (isOther && opened?.isPage === true) {
    return { again: false, encoded: false, failure: webPage(from.registry) };
  }
  return { again: mayPass(failure, sending), encoded: isOther && opened?.encoded === true, failure };
}

/** A token that ran out on the way (401) and an upload session that is gone (404) are begun anew as well. */
function mayPass(failure: unknown, sending: boolean): boolean {
  if (isPassingFailure(failure)) return true;
  if (isEngineError(failure, 'timed-out')) return failure.details.phase !== 'answer';
  if (!isEngineError(failure) || !('status' in failure.details)) return false;
  const { status } = failure.details;
  return isPassing(status) || (sending && [401, 404].includes(status));
}

export async function* counted(
  pieces: AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of pieces) {
    count(piece.byteLength);
    yield piece;
  }
}
