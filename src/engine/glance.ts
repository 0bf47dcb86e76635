// What is shown of an image beside its digest: as an index lists it, and as a registry's headers tell it. Types only.
import type { Platform } from './oci/descriptor.ts';
import type { Digest } from './oci/digest.ts';

/** An image as the index lists it. */
export interface IndexedImage {
  readonly digest: Digest;
  readonly mediaType: string;
  /** Bytes of its manifest. */
  readonly size: number;
  readonly platform: Platform | undefined;
}

export interface ImageInspection {
  readonly repository: string;
  readonly digest: Digest;
  readonly mediaType: string;
  readonly size: number;
  readonly children: readonly IndexedImage[];
}

/** What the registry's headers say of a tag; enough to show, never to trust (S31). */
export interface Glance {
  readonly digest: Digest;
  /** Empty where the registry does not tell. */
  readonly mediaType: string;
  /** Bytes of the manifest, where the registry tells. */
  readonly size: number | undefined;
}
