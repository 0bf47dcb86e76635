// The stage of the fault tests of copies: a signed image with a referrer at one registry, and a target that holds an older
// image under the same tag and another's signature of the image; each behind a proxy of its own.
import { ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import { fallbackTag, signatureTag } from '../../src/engine/signatures/tags.ts';
import { buildImage, describe, json } from '../demo/images.ts';
import { parseManifest } from '../demo/manifestParts.ts';
import type { RegistryOptions } from '../demo/options.ts';
import { type RepositoryState, repositoryOf, storeBlob, storeManifest } from '../demo/state.ts';
import { append, hangBundle, signatureBy } from '../support/rival.ts';
import type { PushedImage } from '../support/sampleImages.ts';
import type { Signer } from '../support/scene.ts';
import { newSetting, type Setting } from './stage.ts';
import { type TagState, tagState } from './tagState.ts';

export interface CopySetting {
  readonly source: Setting;
  /** Its `image` is the source's, as it would be named there. */
  readonly target: Setting;
  /** The bundle that hangs on the image. */
  readonly referrer: string;
  /** The image that the target's tag points at before the copy. */
  readonly old: string;
  keep(): () => void;
  stop(): Promise<void>;
}

export interface CopyOptions {
  readonly to?: RegistryOptions;
  /** Inside one registry: blobs are mounted. */
  readonly inside?: boolean;
  /** Another bundle that the fallback tag of the target lists already. */
  readonly listedThere?: boolean;
  /** A scan hangs on the image as well, which is so large that it goes over piece by piece. */
  readonly large?: boolean;
}

/** Signed by `signer` at the source, and by `other` at the target. */
export async function newCopySetting(
  signer: Signer,
  other: Signer,
  { to, inside = false, listedThere = false, large = false }: CopyOptions = {},
): Promise<CopySetting> {
  const quirks = { checks: false, singlePost: false, ...to };
  const source = await newSetting(inside ? quirks : { checks: false });
  const place = inside ? source : await newSetting(quirks);
  if (!inside) place.registry.state.repositories.clear();

  append(source.registry, source.image, signatureBy(signer, source.image));
  hangBundle(source.registry, source.image, predicates, false);
  const referrer = referrersIn(repositoryOf(source.registry.state, 'demo/app'), source.image.digest)[0] ?? '';

  if (large) hangScan(source);
  const repository = `${place.proxy.address}/new/app`;
  const image: PushedImage = { ...source.image, repository, reference: `${repository}:1.0` };
  const target = { ...place, image };
  const { state } = target.registry;
  const older = buildImage('an older image');
  for (const blob of older.blobs) storeBlob(state, 'new/app', blob);
  const old = storeManifest(state, 'new/app', '1.0', older.mediaType, older.manifest);
  append(target.registry, image, signatureBy(other, source.image));
  if (listedThere) hangAnother(target);
  return {
    ...{ source, target, referrer, old },
    keep() {
      const restore = [source.keep(), target.keep()];
      return () => {
        for (const one of restore) one();
      };
    },
    async stop() {
      await source.stop();
      if (!inside) await place.stop();
    },
  };
}

/** What the target holds of the image. */
export interface TargetState {
  /** What the tag points at. */
  readonly tag: string | undefined;
  readonly list: TagState;
  /** Digests of what hangs on the image by the registry's own list or by the fallback index. */
  readonly referrers: readonly string[];
  /** What is named there, by the tag, the image or a list, and is not there. */
  readonly missing: readonly string[];
}

/** Looks at the registry itself. */
export function targetState({ target }: Pick<CopySetting, 'target'>): TargetState {
  const repository = repositoryOf(target.registry.state, 'new/app');
  const { tags, manifests } = repository;
  const { digest } = target.image;
  const [tag, fallback] = [tags.get('1.0'), tags.get(fallbackTag(digest))];
  const listed = partsOf(repository, fallback).children;
  const list = tagState(target);
  return {
    tag,
    list,
    referrers: [...referrersIn(repository, digest), ...listed],
    missing: [
      ...missingOf(repository, tag),
      ...(manifests.has(digest) ? missingOf(repository, digest) : []),
      ...listed.flatMap((one) => missingOf(repository, one)),
      ...list.missing,
    ],
  };
}

/** The layers of the list at the source. */
export function signaturesAtSource({ source }: CopySetting): readonly string[] {
  return tagState(source).layers;
}

/** The digests that the fallback index at the target lists. */
export function listedByFallback({ target }: CopySetting): readonly string[] {
  const repository = repositoryOf(target.registry.state, 'new/app');
  return partsOf(repository, repository.tags.get(fallbackTag(target.image.digest))).children;
}

/** `.sig`, as it stands in a URL. */
export function listTag({ source }: CopySetting): string {
  return signatureTag(source.image.digest);
}

/** What the scan consists of. */
export const largeBlob = new Uint8Array(300_000).fill(0x37);

const predicate = 'https://sigstore.dev/cosign/sign/v1';
const predicates = { stated: predicate, claimed: predicate };

/** Another bundle hangs on the image at the target, and the image it hangs on is not there yet. */
function hangAnother(target: Setting): void {
  const { state } = target.registry;
  const repository = repositoryOf(state, 'new/app');
  // hangBundle wants its subject; what is not there before the copy is taken away again.
  const image = buildImage('demo/app:1.0');
  storeManifest(state, 'new/app', undefined, image.mediaType, image.manifest);
  hangBundle(target.registry, target.image, predicates, true);
  repository.manifests.delete(target.image.digest);
}

/** A referrer with one layer of more than is read at once. */
function hangScan({ registry, image }: Setting): void {
  const config = json({});
  for (const blob of [config, largeBlob]) storeBlob(registry.state, 'demo/app', blob);
  const scan = json({
    schemaVersion: 2,
    mediaType: ociManifest,
    artifactType: 'application/x-scan',
    config: describe('application/vnd.oci.empty.v1+json', config),
    layers: [describe('application/x-scan', largeBlob)],
    subject: { mediaType: image.mediaType, size: image.size, digest: image.digest },
  });
  storeManifest(registry.state, 'demo/app', undefined, ociManifest, scan);
}

function referrersIn({ manifests }: RepositoryState, subject: string): string[] {
  return [...manifests].flatMap(([digest, { bytes }]) =>
    parseManifest(bytes)?.subject?.digest === subject ? [digest] : [],
  );
}

function missingOf(repository: RepositoryState, digest: string | undefined): readonly string[] {
  if (digest === undefined) return [];
  if (!repository.manifests.has(digest)) return [digest];
  const { blobs, children } = partsOf(repository, digest);
  return [
    ...blobs.filter((blob) => !repository.blobs.has(blob)),
    ...children.flatMap((child) => missingOf(repository, child)),
  ];
}

function partsOf(
  { manifests }: RepositoryState,
  digest: string | undefined,
): { readonly blobs: readonly string[]; readonly children: readonly string[] } {
  const bytes = digest === undefined ? undefined : manifests.get(digest)?.bytes;
  const { config, layers = [], manifests: children = [] } = (bytes && parseManifest(bytes)) ?? {};
  return {
    blobs: [...(config === undefined ? [] : [config]), ...layers].map((one) => one.digest),
    children: children.map((one) => one.digest),
  };
}
