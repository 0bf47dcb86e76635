// Which ways of bringing a blob work (distribution spec: pushing blobs): the whole in one POST, in pieces, by a mount. The
// client needs none of them: one POST and one PUT work everywhere.
import { EngineError, isEngineError } from '../errors.ts';
import type { FindingName } from '../findings.ts';
import { failureOf } from '../places/failure.ts';
import { blobExists } from '../registry/blobs.ts';
import { factsOf } from '../registry/session.ts';
import { endUpload, locationOf, startUpload, uploadBlob, withDigestParameter } from '../registry/upload.ts';
import type { Finding } from '../registryCheck.ts';
import type { RegistryReply } from '../registry/call.ts';
import { cannotTell, isDone, judge, notTried, type Asked, type Prober } from './prober.ts';
import type { Blob, Scratch } from './scratch.ts';
import type { Writer } from './writer.ts';

const asBlob = { operation: 'uploading a blob', path: 'blobs/uploads/', bodyLimit: 65_536 } as const;
const octets = { 'content-type': 'application/octet-stream' };

/** `are`: the blobs that the manifests name are there. Throws `cancelled`. */
export async function probeUploads(
  prober: Prober,
  writer: Writer,
  scratch: Scratch,
): Promise<{ readonly findings: readonly Finding[]; readonly are: boolean }> {
  for (const blob of [scratch.config, scratch.payload]) writer.note(blob);
  const single = await probeSinglePost(prober, scratch.config);
  const failed = await bring(prober, [scratch.config, scratch.payload]);
  if (failed !== undefined) {
    const push = cannotTell('push', { kind: 'failed', failure: failed });
    return { findings: [single, push, ...notTried('needs-other', ...others)], are: false };
  }
  writer.note(scratch.chunks);
  const chunked = await probeChunked(prober, scratch.chunks);
  const mounts = [
    await probeMount(prober, 'mount', scratch.payload, `&from=${encodeURIComponent(prober.repository.path)}`),
    await probeMount(prober, 'mount-anywhere', scratch.payload, ''),
  ];
  return { findings: [single, chunked, ...mounts], are: true };
}

const others = ['chunked', 'mount', 'mount-anywhere'] as const;

async function probeSinglePost(prober: Prober, blob: Blob): Promise<Finding> {
  const { session, repository } = prober;
  const query = `digest=${blob.digest}`;
  const asked = await prober.ask({ ...asBlob, method: 'POST', query, headers: octets, body: blob.bytes });
  // What it is told here it need not try out at the next signature.
  if (asked.reply?.status === 201) factsOf(session, repository.registry).singlePost = true;
  if (asked.reply?.status === 202) {
    factsOf(session, repository.registry).singlePost = false;
    await endAt(prober, asked.reply);
  }
  return judge('single-post', asked, ({ status }) => status === 201);
}

/** The usual way; the failure where it does not work. */
async function bring(
  { session, repository, signal }: Prober,
  blobs: readonly Blob[],
): Promise<ReturnType<typeof failureOf> | undefined> {
  try {
    for (const { bytes } of blobs) await uploadBlob(session, repository, bytes, signal);
    return undefined;
  } catch (error) {
    if (signal.aborted || isEngineError(error, 'cancelled')) throw error;
    return failureOf(error);
  }
}

/** Two PATCHes and a PUT without a body; it counts when the blob is there behind it. */
async function probeChunked(prober: Prober, blob: Blob): Promise<Finding> {
  const { session, repository, signal } = prober;
  const half = Math.floor(blob.bytes.byteLength / 2);
  try {
    let location = await startUpload(session, repository, signal);
    const pieces = [blob.bytes.subarray(0, half), blob.bytes.subarray(half)];
    let start = 0;
    for (const piece of pieces) {
      const range = `${String(start)}-${String(start + piece.byteLength - 1)}`;
      const headers = { ...octets, 'content-range': range };
      const asked = await prober.ask({ ...asBlob, method: 'PATCH', url: location, headers, body: piece });
      if (asked.reply?.status !== 202) {
        endUpload(session, repository, location);
        return judge('chunked', asked, () => false);
      }
      location = await locationOf(session, repository, asked.reply);
      start += piece.byteLength;
    }
    const url = withDigestParameter(location, blob.digest);
    const asked = await prober.ask({
      ...asBlob,
      method: 'PUT',
      url,
      headers: octets,
      body: new Uint8Array(),
    });
    if (!isDone(asked.reply)) {
      endUpload(session, repository, location);
      return judge('chunked', asked, () => false);
    }
    const named = { digest: blob.digest, size: blob.bytes.byteLength };
    if (await blobExists(session, repository, named, signal))
      return { name: 'chunked', answer: 'yes', evidence: { kind: 'seen' } };
    return { name: 'chunked', answer: 'no', evidence: { kind: 'not-so' } };
  } catch (error) {
    if (signal.aborted || isEngineError(error, 'cancelled')) throw error;
    return cannotTell('chunked', { kind: 'failed', failure: failureOf(error) });
  }
}

/** From this very repository, so that no other is needed. A 202 is an upload like any other: it was not mounted. */
async function probeMount(prober: Prober, name: FindingName, blob: Blob, from: string): Promise<Finding> {
  const asked: Asked = await prober.ask({
    ...asBlob,
    method: 'POST',
    query: `mount=${blob.digest}${from}`,
    body: new Uint8Array(),
  });
  if (asked.reply?.status === 202) await endAt(prober, asked.reply);
  return judge(name, asked, ({ status }) => status === 201);
}

async function endAt({ session, repository }: Prober, reply: RegistryReply): Promise<void> {
  try {
    endUpload(session, repository, await locationOf(session, repository, reply));
  } catch (error) {
    // Where it would go on is not to be followed: the registry purges what nobody ends.
    if (!(error instanceof EngineError)) throw error;
  }
}
