// What stands in a saved image's folder beside its blobs (OCI image spec, image-layout.md): the version, and index.json
// with the annotations by which `cosign load` finds image, signatures and attestations (pkg/oci/layout/write.go).
import type { CopyManifest } from '../copyPlan.ts';
import { digestOf, type Digest } from '../oci/digest.ts';
import { dockerHub, dockerHubShort } from '../oci/dockerHub.ts';
import { encodeGoJson, goMap, goStruct, type GoMember, type GoObject } from '../oci/goJson.ts';
import { parseManifest } from '../oci/manifest.ts';
import { isIndexType, ociIndex } from '../oci/mediaTypes.ts';
import { attachedTag, fallbackTag } from '../signatures/tags.ts';
import { cosignKind, cosignKinds, imageNameAnnotation, refNameAnnotation } from './entryNames.ts';

export const layoutVersion = encodeGoJson(goStruct([['imageLayoutVersion', '1.0.0']]));

/**
 * index.json of the image `digest`: it, whatever hangs on it or its platforms under a tag, and all referrers. cosign looks
 * for lists of the image alone; those of platforms and all else are found by their tags' names, or by their subject.
 */
export function layoutIndex(
  manifests: readonly CopyManifest[],
  digest: Digest,
  name: { readonly repository: string; readonly tag: string | undefined },
): Uint8Array {
  const lists = fallbackLists(manifests);
  // What an index lists is found through it, unless something lists it as a referrer too.
  const listed = manifests.filter(
    (one) =>
      one.digest === digest || ownSubject(one) !== undefined || hangingAnnotations(one, digest).length > 0,
  );
  const first = listed.filter((one) => one.digest === digest);
  const others = listed.filter((one) => one.digest !== digest);
  return encodeGoJson(
    goStruct([
      ['schemaVersion', 2],
      ['mediaType', ociIndex],
      [
        'manifests',
        [...[...first, ...others].map((one) => entryOf(one, digest, name)), ...lists.map((one) => one.entry)],
      ],
    ]),
  );
}

export interface FallbackList {
  readonly digest: Digest;
  readonly bytes: Uint8Array;
  readonly entry: GoObject;
}

/**
 * What does not name a subject itself that it was listed for is found there by a fallback index alone (OCI distribution
 * spec 1.1): one for each such subject, which stands in the folder under its tag, as in a registry.
 */
export function fallbackLists(manifests: readonly CopyManifest[]): readonly FallbackList[] {
  const bySubject = new Map<Digest, CopyManifest[]>();
  for (const one of manifests) {
    const own = ownSubject(one);
    for (const subject of one.refersTo.filter((listedFor) => listedFor !== own)) {
      bySubject.set(subject, [...(bySubject.get(subject) ?? []), one]);
    }
  }
  return [...bySubject].map(([subject, listed]) => {
    const bytes = encodeGoJson(
      goStruct([
        ['schemaVersion', 2],
        ['mediaType', ociIndex],
        ['manifests', listed.map((one) => describe(one.mediaType, one.bytes, one.digest, []))],
      ]),
    );
    const digest = digestOf(bytes);
    return {
      digest,
      bytes,
      entry: describe(ociIndex, bytes, digest, [[refNameAnnotation, fallbackTag(subject)]]),
    };
  });
}

function ownSubject({ refersTo, bytes, mediaType }: CopyManifest): Digest | undefined {
  if (refersTo.length === 0) return undefined;
  const manifest = parseManifest(bytes, mediaType);
  return manifest.kind === 'image' || manifest.kind === 'index' ? manifest.subject?.digest : undefined;
}

function entryOf(
  manifest: CopyManifest,
  image: Digest,
  name: { readonly repository: string; readonly tag: string | undefined },
): GoObject {
  const { mediaType, bytes, digest } = manifest;
  const annotations =
    digest === image ? imageAnnotations(mediaType, image, name) : hangingAnnotations(manifest, image);
  return describe(mediaType, bytes, digest, annotations);
}

function describe(
  mediaType: string,
  bytes: Uint8Array,
  digest: Digest,
  annotations: readonly GoMember[],
): GoObject {
  return goStruct([
    ['mediaType', mediaType],
    ['size', bytes.length],
    ['digest', digest],
    ['annotations', annotations.length === 0 ? undefined : goMap(annotations)],
  ]);
}

function imageAnnotations(
  mediaType: string,
  digest: Digest,
  { repository, tag }: { readonly repository: string; readonly tag: string | undefined },
): readonly GoMember[] {
  // containerd finds Docker Hub's images under the name that people write alone.
  const known = repository.startsWith(`${dockerHub}/`)
    ? `${dockerHubShort}${repository.slice(dockerHub.length)}`
    : repository;
  return [
    [cosignKind, isIndexType(mediaType) ? cosignKinds.index : cosignKinds.image],
    [imageNameAnnotation, tag === undefined ? `${known}@${digest}` : `${known}:${tag}`],
    ...(tag === undefined ? [] : [[refNameAnnotation, tag] as const]),
  ];
}

function hangingAnnotations({ part, of }: CopyManifest, image: Digest): readonly GoMember[] {
  if (of === undefined) return [];
  const named = (kind: Parameters<typeof attachedTag>[1]): GoMember => [
    refNameAnnotation,
    attachedTag(of, kind),
  ];
  const isOfImage = of === image;
  switch (part) {
    case 'signatures':
      return [named('signature'), ...(isOfImage ? [[cosignKind, cosignKinds.signatures] as const] : [])];
    case 'attestations':
      return [named('attestation'), ...(isOfImage ? [[cosignKind, cosignKinds.attestations] as const] : [])];
    case 'sbom':
      return [named('sbom')];
    default:
      return [];
  }
}
