// Writing blobs (distribution spec: pushing blobs monolithically). A single POST with the bytes saves a round trip
// where it works (ggcr's registry, zot); where it does not (distribution: 202, body ignored), a PUT at the Location.
import { EngineError, throwIfCancelled } from '../errors.ts';
import { assertMayFollow, locate } from '../http/redirects.ts';
import { isPassing, isPassingFailure, waitBefore } from '../http/retry.ts';
import { digestOf } from '../oci/digest.ts';
import type { Digest } from '../oci/digest.ts';
import type { Repository } from '../oci/reference.ts';
import { pause } from '../pause.ts';
import { isHtml } from './answer.ts';
import { call } from './call.ts';
import type { RegistryCall, RegistryReply } from './call.ts';
import { factsOf, quietSession, withoutBudget } from './session.ts';
import type { RegistrySession } from './session.ts';
import { writeRefusalOf } from './writeRefusal.ts';

/** Larger bodies are not sent on the off chance that a single POST works. */
const singlePostLimit = 262_144;

/** Statuses to a POST with a body that say nothing about the blob: the usual way is tried instead. */
const singlePostRefusals = new Set([400, 404, 405, 406, 411, 413, 415, 416, 422]);

/**
 * Stores these bytes as a blob and gives their digest; storing them twice does no harm. Throws `forbidden`,
 * `not-signed-in`, `not-found` (no such repository), `not-writable`, `registry-refused`, `registry-failed`, `not-a-registry`, `bad-answer`,
 * `bad-redirect` and what call() throws.
 */
export async function uploadBlob(
  session: RegistrySession,
  repository: Repository,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<Digest> {
  const digest = digestOf(bytes);
  const facts = factsOf(session, repository.registry);
  let started: URL | undefined;
  if (facts.singlePost !== false && bytes.byteLength <= singlePostLimit) {
    const single = startCall(repository, `digest=${digest}`, bytes);
    const reply = await call(session, single, signal);
    if (reply.status === 201) {
      facts.singlePost = true;
      return digest;
    }
    if (reply.status !== 202 && !singlePostRefusals.has(reply.status))
      throw writeRefusalOf(session, single, reply);
    if (reply.status !== 404) facts.singlePost = false;
    if (reply.status === 202) started = await locationOf(session, repository, reply);
  }
  for (let tries = 1; ; tries += 1) {
    const location = started ?? (await startUpload(session, repository, signal));
    started = undefined;
    const outcome = await finishUpload(session, repository, location, digest, bytes, signal);
    if (outcome.done) return digest;
    endUpload(session, repository, location);
    const wait = outcome.again ? waitBefore(session.world, tries, null) : undefined;
    if (wait === undefined) throw outcome.failure;
    await pause(session.world, wait, signal);
    throwIfCancelled(signal, 'uploading a blob');
  }
}

/**
 * Ends an upload session that turned out not to be needed, behind whatever is going on: nobody waits for it, also not who
 * gave up, and that it cannot be ended is no failure (the registry purges it). Starts no credential helper.
 */
export function endUpload(session: RegistrySession, repository: Repository, location: URL): void {
  const asked: RegistryCall = {
    ...startCall(repository, '', undefined),
    operation: 'ending an upload',
    method: 'DELETE',
    url: location,
    retry: 'never',
  };
  const background = quietSession(withoutBudget(session));
  call(background, asked, new AbortController().signal).catch(() => {
    session.world.log.debug(`an upload at ${location.host} was left to the registry`);
  });
}

/** `digest=` goes behind Location's own query as text: URLSearchParams would rewrite the registry's state. */
export function withDigestParameter(location: URL, digest: Digest): URL {
  const url = new URL(location);
  url.hash = '';
  const { href } = url;
  if (url.search === '') return new URL(`${href.replace(/\?$/, '')}?digest=${digest}`);
  return new URL(`${href}&digest=${digest}`);
}

/** The POST that begins an upload. */
export function startCall(repository: Repository, query: string, body: Uint8Array | undefined): RegistryCall {
  return {
    repository,
    operation: 'uploading a blob',
    method: 'POST',
    path: 'blobs/uploads/',
    query,
    headers: { 'content-type': 'application/octet-stream' },
    body: body ?? new Uint8Array(),
    access: 'pull,push',
    bodyLimit: 65_536,
    retry: 'safe',
    redirects: 'same-host',
  };
}

/** A new upload session: where its blob goes. Throws as uploadBlob does. */
export async function startUpload(
  session: RegistrySession,
  repository: Repository,
  signal: AbortSignal,
): Promise<URL> {
  const asked = startCall(repository, '', undefined);
  const reply = await call(session, asked, signal);
  if (reply.status !== 202) throw writeRefusalOf(session, asked, reply);
  return locationOf(session, repository, reply);
}

/** Where an upload goes on. Throws `bad-answer` and `bad-redirect`. */
export async function locationOf(
  session: RegistrySession,
  repository: Repository,
  reply: RegistryReply,
): Promise<URL> {
  const location = reply.headers.get('location');
  if (location === null || location === '') {
    throw new EngineError('bad-answer', { registry: repository.registry, reason: 'no-location' });
  }
  const target = locate(reply.url, location);
  await assertMayFollow(session.http, reply.url, reply.url, target);
  return target;
}

type Outcome =
  { readonly done: true } | { readonly done: false; readonly again: boolean; readonly failure: unknown };

async function finishUpload(
  session: RegistrySession,
  repository: Repository,
  location: URL,
  digest: Digest,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<Outcome> {
  const asked: RegistryCall = {
    ...startCall(repository, '', bytes),
    method: 'PUT',
    url: withDigestParameter(location, digest),
    retry: 'never',
  };
  try {
    const reply = await call(session, asked, signal);
    if (isHtml(reply.body, reply.headers.get('content-type')) && reply.status === 200) {
      // A login page answers 200 to everything: the manifest would name a blob that is not there.
      throw new EngineError('not-a-registry', { registry: repository.registry, reason: 'web-page' });
    }
    if ([200, 201, 204].includes(reply.status)) return { done: true };
    // 404: the session is gone (BLOB_UPLOAD_UNKNOWN); a new one is started.
    const again = isPassing(reply.status) || reply.status === 404;
    return { done: false, again, failure: writeRefusalOf(session, asked, reply) };
  } catch (failure) {
    return { done: false, again: isPassingFailure(failure), failure };
  }
}
