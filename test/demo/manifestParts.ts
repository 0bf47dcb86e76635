// A manifest's fields as the demo registry looks at them (OCI image spec 1.1: image manifest, image index).

export interface ManifestParts {
  readonly mediaType?: string;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly config?: { readonly digest: string; readonly mediaType: string };
  readonly layers?: readonly { readonly digest: string; readonly mediaType?: string }[];
  readonly manifests?: readonly { readonly digest: string }[];
  readonly subject?: { readonly digest: string };
}

/** The manifest's fields, or undefined when the bytes are no JSON object. */
export function parseManifest(bytes: Uint8Array): ManifestParts | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The digest that the manifest is about, when it names one. */
export function subjectOf(bytes: Uint8Array): string | undefined {
  return parseManifest(bytes)?.subject?.digest;
}
