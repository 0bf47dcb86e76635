// A session that a saved image answers: everything that reads images, places and signatures reads a folder through it.
// Nothing is asked of anybody: the world that it works in has no network, no programs and no logins.
import { anonymous } from '../credentials/credential.ts';
import { EngineError } from '../errors.ts';
import { isDigest } from '../oci/digest.ts';
import type { Repository } from '../oci/reference.ts';
import type { RegistryReply } from '../registry/call.ts';
import {
  createRegistrySession,
  factsOf,
  type AnswerCall,
  type RegistrySession,
} from '../registry/session.ts';
import { parseAttachedTag } from '../signatures/tags.ts';
import type { World } from '../world.ts';
import { badLayout, manifestLimit, readSaved, type Layout } from './readLayout.ts';
import { savedContent, type SavedContent } from './savedImages.ts';
import { referrersIndex, savedReferrers, type SavedReferrer } from './savedReferrers.ts';

/** The layout's content under the name of this repository, whatever the images in it are called. */
export async function layoutSession(
  world: World,
  layout: Layout,
  { registry }: Repository,
  signal: AbortSignal,
): Promise<RegistrySession & { readonly content: SavedContent }> {
  const content = await savedContent(layout, signal);
  const answers = answerFrom(layout, content);
  const session = { ...createRegistrySession(offline(world)), answers, content };
  // Who reads a folder signs in nowhere: no login is looked up.
  factsOf(session, registry).open = true;
  return session;
}

/** This world, where everything that would leave the machine or start a program fails. */
function offline(world: World): World {
  const refuse = (): Promise<never> => Promise.reject(new EngineError('internal', { what: 'stay offline' }));
  return Object.create(world, {
    fetch: { value: refuse, enumerable: true },
    processes: { value: { run: refuse }, enumerable: true },
    environment: { value: {}, enumerable: true },
    files: {
      value: {
        read: () => Promise.resolve(undefined),
        realPath: () => Promise.resolve(undefined),
        isExecutable: () => Promise.resolve(false),
      },
      enumerable: true,
    },
  }) as World;
}

function answerFrom(layout: Layout, content: SavedContent): AnswerCall {
  let referrers: Promise<readonly SavedReferrer[]> | undefined;
  return async ({ method, path, bodyLimit }, signal) => {
    const [kind, target = ''] = path.split('/');
    if (kind === 'blobs' && isDigest(target)) {
      if (method === 'GET') return reply(200, await readSaved(layout, { digest: target }, bodyLimit, signal));
      if (method === 'HEAD') return exists(await layout.files.size(target));
    }
    if (kind === 'manifests' && method === 'GET') return manifest(layout, content, target, signal);
    if (kind === 'referrers' && method === 'GET' && isDigest(target)) {
      if (content.hiddenReferrer !== undefined) throw content.hiddenReferrer;
      referrers ??= savedReferrers(layout, signal);
      return reply(200, referrersIndex(await referrers, target));
    }
    throw new EngineError('internal', { what: 'ask a saved image' });
  };
}

async function manifest(
  layout: Layout,
  { tags, refusedTags }: SavedContent,
  target: string,
  signal: AbortSignal,
): Promise<RegistryReply> {
  if (isDigest(target)) return reply(200, await readSaved(layout, { digest: target }, manifestLimit, signal));
  const refused = refusedTags.get(target);
  if (refused !== undefined) throw refused;
  const entry = tags.get(target);
  if (entry === undefined) {
    if (parseAttachedTag(target) === undefined) throw badLayout(layout.folder, 'no-such-image');
    return reply(404, new Uint8Array());
  }
  return reply(200, await readSaved(layout, entry, manifestLimit, signal), entry.mediaType);
}

function exists(size: number | undefined): RegistryReply {
  if (size === undefined) return reply(404, new Uint8Array());
  return { ...reply(200, new Uint8Array()), headers: new Headers({ 'content-length': String(size) }) };
}

function reply(status: number, body: Uint8Array, mediaType = ''): RegistryReply {
  // What is no header's value is no media type of a manifest either.
  const type = /^[\x21-\x7e]+$/.test(mediaType) ? mediaType : 'application/octet-stream';
  const headers = new Headers(mediaType === '' ? {} : { 'content-type': type });
  const url = new URL('https://folder.invalid/');
  return { status, headers, body, url, credential: anonymous, secrets: () => [] };
}
