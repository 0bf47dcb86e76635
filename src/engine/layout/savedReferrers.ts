// Who refers to what in a layout. index.json need not list them: `cosign save` writes bundles as blobs alone, and its
// `verify --local-image` looks through all of them, as is done here.
import { digestOf, type Digest } from '../oci/digest.ts';
import { encodeGoJson, goMap, goStruct, type GoJson } from '../oci/goJson.ts';
import { parseManifest, type ParsedManifest } from '../oci/manifest.ts';
import { ociIndex, ociManifest } from '../oci/mediaTypes.ts';
import type { SavedFolder } from '../world.ts';
import { badLayout, manifestLimit, type Layout } from './readLayout.ts';

/** Far more than an image of any size consists of (S39). */
const mostBlobs = 20_000;
/** What is read to find them, in all. */
const mostBytes = 256 * 1024 * 1024;

export interface SavedReferrer {
  readonly digest: Digest;
  /** Descriptor, as a registry would list it. */
  readonly listed: GoJson;
  /** True for the digest of what it refers to. */
  readonly refersTo: (digest: Digest) => boolean;
}

/** The index that a registry would answer with. */
export function referrersIndex(referrers: readonly SavedReferrer[], subject: Digest): Uint8Array {
  const listed = referrers.filter((one) => one.refersTo(subject) && one.digest !== subject);
  return encodeGoJson(
    goStruct([
      ['schemaVersion', 2],
      ['mediaType', ociIndex],
      ['manifests', listed.map((one) => one.listed)],
    ]),
  );
}

/** Every blob that is a manifest with a subject. Throws `bad-layout` where one is not what its name says, or there is too much. */
export async function savedReferrers(layout: Layout, signal: AbortSignal): Promise<readonly SavedReferrer[]> {
  const { folder, files, budget } = layout;
  const names = await files.blobs(mostBlobs, signal);
  const found: SavedReferrer[] = [];
  let read = 0;
  const look = async (digest: Digest): Promise<void> => {
    budget.spend(0);
    const size = (await files.size(digest)) ?? 0;
    if (size > manifestLimit || !(await mayBeObject(files, digest))) return;
    budget.spend(size);
    read += size;
    if (read > mostBytes) throw badLayout(folder, 'too-many-blobs');
    const bytes = await files.read(digest, manifestLimit);
    if (bytes === undefined) return;
    // One that was damaged may have been a signature.
    if (digestOf(bytes) !== digest) throw badLayout(folder, 'blob-of-other-bytes', digest);
    const referrer = readReferrer(digest, bytes);
    if (referrer !== undefined) found.push(referrer);
  };
  for (const digest of names) await budget.inTurn(() => look(digest), signal);
  return found;
}

/** Most blobs are layers: of them no more is read than it takes to see that. White space tells nothing. */
async function mayBeObject(files: SavedFolder, digest: Digest): Promise<boolean> {
  for await (const piece of files.stream(digest)) return /^\s*(?:\{|$)/.test(decode(piece.subarray(0, 64)));
  return false;
}

function readReferrer(digest: Digest, bytes: Uint8Array): SavedReferrer | undefined {
  const manifest = parseManifest(bytes);
  if (manifest.kind === 'schema1') return undefined;
  if (manifest.kind === 'refused') return maybeReferrer(digest, bytes);
  const { subject } = manifest;
  if (subject === undefined) return undefined;
  return { digest, listed: describe(digest, bytes, manifest), refersTo: (one) => one === subject.digest };
}

/**
 * A manifest that this engine refuses may be one to a reader who is less strict: it is listed, so that opening it says
 * what is wrong, as far as its text shows that it may refer to something.
 */
function maybeReferrer(digest: Digest, bytes: Uint8Array): SavedReferrer | undefined {
  const text = decode(bytes);
  if (!/"subject"/i.test(text) || !/"schemaVersion"/i.test(text)) return undefined;
  return { digest, listed: describe(digest, bytes, undefined), refersTo: (one) => text.includes(one) };
}

function describe(
  digest: Digest,
  bytes: Uint8Array,
  manifest: Extract<ParsedManifest, { kind: 'image' | 'index' }> | undefined,
): GoJson {
  const config = manifest?.kind === 'image' ? manifest.config.descriptor.mediaType : undefined;
  const annotations = Object.entries(manifest?.annotations ?? {});
  return goStruct([
    ['mediaType', manifest?.mediaType ?? ociManifest],
    ['size', bytes.length],
    ['digest', digest],
    ['annotations', annotations.length === 0 ? undefined : goMap(annotations)],
    ['artifactType', manifest?.artifactType ?? config],
  ]);
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
