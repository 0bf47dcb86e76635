// What saving an image into a folder and loading it from there ask for, the plans made by reading only, and what came of
// them. Plain data. The folder is an OCI image layout that `cosign load` reads too.
import type { CopyManifest, CopyPlan } from './copyPlan.ts';
import type { Platform } from './oci/descriptor.ts';
import type { Digest } from './oci/digest.ts';
import type { SignatureSettings } from './plan.ts';

/** An image that a folder holds. */
export interface SavedImage {
  readonly digest: Digest;
  readonly mediaType: string;
  /** Bytes of the manifest. */
  readonly size: number;
  /** Of an index, what it lists them for; of an image, what index.json says of it. Foreign text. */
  readonly platforms: readonly Platform[];
  /** Bytes of config and layers; of an index they are not added up. */
  readonly content: number | undefined;
  /** How many the list of signatures beside it has, where that was looked at. None was checked, and there may be others. */
  readonly signatures?: number;
  /** What the folder says that it is called, a whole reference. Nobody vouches for it: foreign text. */
  readonly name: string | undefined;
}

export interface SavedImages {
  readonly images: readonly SavedImage[];
  /** How many entries of the folder's index cannot be read, and are none of these. */
  readonly leftOut: number;
}

export interface SaveRequest {
  /** What the person typed, or `repository@digest` from the tree. */
  readonly reference: string;
  /** Absolute path of a folder that is not there yet, or is empty. */
  readonly folder: string;
  readonly settings: SignatureSettings;
}

export interface SavePlan extends Pick<
  CopyPlan,
  'source' | 'digest' | 'mediaType' | 'lookedAt' | 'missing' | 'blobs' | 'bytes' | 'machine' | 'plannedAt'
> {
  readonly request: SaveRequest;
  /** What a manifest names comes before it, what hangs on it behind. */
  readonly manifests: readonly CopyManifest[];
  /** Blobs of lists that stood in two repositories and are one in the folder: no registry has them. */
  readonly made: readonly { readonly digest: Digest; readonly bytes: Uint8Array }[];
}

export interface SaveProgress {
  /** Bytes that came over so far, of all. */
  readonly bytes: number;
  readonly ofBytes: number;
}

export interface SaveResult {
  readonly folder: string;
  readonly digest: Digest;
  readonly manifests: number;
  readonly blobs: number;
  readonly bytes: number;
}

export interface LoadRequest {
  readonly folder: string;
  /** Which of the folder's images. */
  readonly digest: Digest;
  /** Where to, as a reference. */
  readonly target: string;
}

/** As the plan of a copy, from a folder. */
export interface LoadPlan extends Pick<
  CopyPlan,
  'digest' | 'mediaType' | 'target' | 'manifests' | 'blobs' | 'bytes' | 'machine' | 'plannedAt'
> {
  readonly request: LoadRequest;
}
