// Writing for Check Registry: every manifest is noted before it is sent, so that what may be there is removed in the end,
// whatever was answered or was not. No tag is written to but the scratch tag (S39).
import type { Digest } from '../oci/digest.ts';
import { manifestTypes } from '../oci/mediaTypes.ts';
import { digestOf } from '../oci/digest.ts';
import { isDone, type Asked, type Prober } from './prober.ts';
import type { Blob, ScratchManifest } from './scratch.ts';

export interface Writer {
  readonly tag: string;
  /** Every manifest that may be there, by digest, in the order of their first sending. */
  readonly manifests: ReadonlyMap<Digest, ScratchManifest>;
  /** Every blob that may be there. */
  readonly blobs: ReadonlyMap<Digest, Blob>;
  /** What the tag may point at; undefined before anything was written to it. */
  tagged(): ScratchManifest | undefined;
  /** Sends a manifest to the tag, or to its digest. Throws `cancelled` only. */
  put(
    prober: Prober,
    target: 'tag' | 'digest',
    manifest: ScratchManifest,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Asked>;
  /** Notes a blob that is about to be sent. */
  note(blob: Blob): void;
}

export function createWriter(tag: string): Writer {
  const manifests = new Map<Digest, ScratchManifest>();
  const blobs = new Map<Digest, Blob>();
  let tagged: ScratchManifest | undefined;
  return {
    tag,
    manifests,
    blobs,
    tagged: () => tagged,
    async put(prober, target, manifest, headers = {}) {
      const before = tagged;
      manifests.set(manifest.digest, manifest);
      if (target === 'tag') tagged = manifest;
      const asked = await prober.ask({
        method: 'PUT',
        path: `manifests/${target === 'tag' ? tag : manifest.digest}`,
        headers: { 'content-type': manifest.mediaType, ...headers },
        body: manifest.bytes,
        bodyLimit: 65_536,
      });
      // Refused: it points where it did.
      if (target === 'tag' && asked.reply !== undefined && asked.reply.status < 500 && !isDone(asked.reply))
        tagged = before;
      return asked;
    },
    note: (blob) => void blobs.set(blob.digest, blob),
  };
}

/** What stands at a tag or digest: the digest of its bytes, that nothing is there, or that nobody could tell. */
export async function lookAt(prober: Prober, target: string): Promise<Digest | 'absent' | 'cannot-tell'> {
  const headers = { accept: manifestTypes.join(', '), 'cache-control': 'no-cache' };
  const { reply } = await prober.ask({ path: `manifests/${target}`, headers });
  if (reply?.status === 404) return 'absent';
  return isDone(reply) ? digestOf(reply.body) : 'cannot-tell';
}
