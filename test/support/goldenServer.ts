// Serves a recorded registry in place: everything that real cosign left there, under the names it had.
import type { RegistryOptions } from '../demo/options.ts';
import { startRegistry, type Registry } from '../demo/registry.ts';
import { repositoryOf } from '../demo/state.ts';
import type { GoldenRegistry } from './golden.ts';

/** Starts a registry that holds what was recorded. Which blobs a manifest names is not checked: some name none. */
export async function serveGolden(golden: GoldenRegistry, options: RegistryOptions = {}): Promise<Registry> {
  const registry = await startRegistry({ referrers: false, ...options });
  for (const [name, { tags, manifests }] of Object.entries(golden.repositories)) {
    const repository = repositoryOf(registry.state, name);
    for (const [digest, mediaType] of Object.entries(manifests)) {
      const bytes = golden.blob(digest);
      repository.manifests.set(digest, { mediaType, bytes });
      for (const blob of blobsOf(bytes)) keepBlob(golden, blob, repository.blobs);
    }
    for (const [tag, digest] of Object.entries(tags)) repository.tags.set(tag, digest);
  }
  return registry;
}

function blobsOf(manifest: Uint8Array): readonly string[] {
  const { config, layers = [] } = JSON.parse(Buffer.from(manifest).toString()) as {
    readonly config?: { readonly digest: string };
    readonly layers?: readonly { readonly digest: string }[];
  };
  return [...(config === undefined ? [] : [config]), ...layers].map(({ digest }) => digest);
}

function keepBlob(golden: GoldenRegistry, digest: string, blobs: Map<string, Uint8Array>): void {
  try {
    blobs.set(digest, golden.blob(digest));
  } catch {
    // It was not recorded: the layer of an image.
  }
}
