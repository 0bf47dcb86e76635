// A descriptor (OCI image spec, descriptor.md): what a manifest says of a blob or of another manifest.
import type { Digest } from './digest.ts';

export interface Descriptor {
  readonly mediaType: string;
  readonly size: number;
  readonly digest: Digest;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly artifactType?: string;
  readonly platform?: Platform;
  /** True where it says that the content may be had elsewhere (`urls`). Nothing is ever fetched from there (S39). */
  readonly foreign?: true;
}

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}
