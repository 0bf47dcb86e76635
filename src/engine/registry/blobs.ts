// Reading blobs (distribution spec: pulling blobs). The digest is checked; content often comes from another host.
import { EngineError } from '../errors.ts';
import { digestOf, isDigest } from '../oci/digest.ts';
import type { Digest } from '../oci/digest.ts';
import type { Repository } from '../oci/reference.ts';
import { call, refusalOf } from './call.ts';
import type { RegistryCall } from './call.ts';
import type { RegistrySession } from './session.ts';

/**
 * The bytes of a blob of at most `limit` bytes. Redirects to another host are followed without the credential.
 * Throws `too-large`, `digest-mismatch`, `not-found` and what getManifest throws.
 */
export async function readBlob(
  session: RegistrySession,
  repository: Repository,
  digest: Digest,
  limit: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (!isDigest(digest))
    throw new EngineError('bad-reference', { text: digest, position: 0, reason: 'digest' });
  const asked: RegistryCall = {
    repository,
    operation: 'reading a blob',
    method: 'GET',
    path: `blobs/${digest}`,
    access: 'pull',
    bodyLimit: limit,
    retry: 'safe',
    redirects: 'follow',
  };
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
    throw new EngineError('digest-mismatch', { registry, repository: path, expected: digest, actual });
  }
  return reply.body;
}
