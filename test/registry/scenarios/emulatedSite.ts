// A product that cannot run here: the demo registry with the product's switches, under the product's host names.
import type { Answer } from '../../demo/answers.ts';
import { buildIndex } from '../../demo/images.ts';
import type { RegistryOptions } from '../../demo/options.ts';
import {
  emulated,
  type MoreOptions,
  type ProductName,
  startProduct,
} from '../../demo/products/startProduct.ts';
import { storeBlob, storeManifest } from '../../demo/state.ts';
import type { Digest } from '../../../src/engine/oci/digest.ts';
import { ociManifest } from '../../../src/engine/oci/mediaTypes.ts';
import { withLists } from './lists.ts';
import { people, type Site } from './site.ts';
import { newWire, type Wire } from './wire.ts';

/** What the wire makes of a login by Basic that has ended. */
export const endedBasic = 'Basic ended';

/** Starts it; `more` changes its switches. */
export async function emulatedSite(name: ProductName, more: MoreOptions = {}): Promise<Site> {
  let wire: Wire | undefined = undefined as Wire | undefined;
  const product = await startProduct(name, {
    rateLimit: {
      requests: 0,
      retryAfterSeconds: 3600,
      counts: ({ method, path }) => wire?.isTooMany?.(method, path) ?? false,
    },
    statusFor: ({ headers }) => (headers['authorization'] === endedBasic ? endedAnswer(name) : undefined),
    ...more,
  });
  const line = (wire = newWire(withLists(product)));
  const { person, leave } = people(line.fetch, product.dockerConfig);
  const { repository, reference, registry, missing, writer, reader } = product;
  const path = repository.slice(registry.length + 1);
  return {
    registry,
    image: { repository, reference, digest: product.digest as Digest, mediaType: ociManifest },
    missing,
    writer,
    reader,
    wire: line,
    person: (login = writer) => person(login),
    addIndex() {
      const { state } = product.server;
      const index = buildIndex(`${path}:both`, ['amd64', 'arm64']);
      for (const child of index.children) {
        for (const blob of child.blobs) storeBlob(state, path, blob);
        storeManifest(state, path, undefined, child.mediaType, child.manifest);
      }
      storeManifest(state, path, 'both', index.mediaType, index.manifest);
      return Promise.resolve({ reference: `${repository}:both`, digest: index.digest });
    },
    // The emulator remembers the tokens that are good.
    endedToken: () => 'a-token-that-has-ended',
    async stop() {
      leave();
      await product.stop();
    },
  };
}

/** The product's own words to a password that was good; undefined where it says what it says to any wrong one. */
function endedAnswer(name: ProductName): Answer | undefined {
  const { auth }: RegistryOptions = emulated[name].options;
  return typeof auth === 'object' ? auth.words?.ended : undefined;
}
