// A scene for tests of copies: a signed image of two platforms at one registry, and another registry.
import { attachedTag } from '../../src/engine/signatures/tags.ts';
import { ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import type { CopyRequest } from '../../src/engine/copyPlan.ts';
import { describe as descriptor, json } from '../demo/images.ts';
import type { RegistryOptions } from '../demo/options.ts';
import { startRegistry, type Registry } from '../demo/registry.ts';
import { repositoryOf, storeBlob, storeManifest } from '../demo/state.ts';
import { copyRequest } from '../support/copied.ts';
import { pathOf } from '../support/rival.ts';
import { newStage, type Stage } from '../support/scene.ts';

export interface CopyScene {
  readonly stage: Stage;
  readonly target: Registry;
  /** Further registries to stop in the end. */
  readonly others: Registry[];
  start(from: RegistryOptions, to: RegistryOptions): Promise<void>;
  /** A reference at the target. */
  to(name?: string): string;
  request(name?: string): CopyRequest;
  /** Puts an image with one layer under one of cosign's tags; gives its digest. */
  attach(
    kind: 'signature' | 'attestation' | 'sbom',
    text: string,
    registry?: Registry,
    path?: string,
    of?: string,
  ): string;
  /** Hangs a scan on what has this digest; gives its own. */
  refer(subject: string): string;
  referrersOf(subject: string): string[];
  imageOf(text: string): Uint8Array;
}

/** Registers what stops it after each test. */
export function useCopyScene(): CopyScene {
  let stage: Stage;
  let target: Registry;
  const others: Registry[] = [];
  afterEach(async () => {
    await stage.stop();
    for (const other of others.splice(0)) await other.stop();
  });
  const to = (name = 'new/app:1.0'): string => `${target.address}/${name}`;
  return {
    get stage() {
      return stage;
    },
    get target() {
      return target;
    },
    others,
    async start(from, into) {
      stage = await newStage(from, {}, { architectures: ['amd64', 'arm64'] });
      target = await startRegistry(into);
      others.push(target);
    },
    to,
    request: (name) => copyRequest(stage.image.reference, to(name)),
    attach,
    refer,
    referrersOf,
    imageOf,
  };

  function attach(
    kind: 'signature' | 'attestation' | 'sbom',
    text: string,
    registry = stage.registry,
    path = pathOf(stage.image),
    of: string = stage.image.digest,
  ): string {
    const layer = json({ text });
    const config = json({ config: text });
    for (const blob of [layer, config]) storeBlob(registry.state, path, blob);
    const manifest = json({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: descriptor('application/vnd.oci.image.config.v1+json', config),
      layers: [descriptor('application/vnd.dsse.envelope.v1+json', layer)],
    });
    const tag = attachedTag(of as `sha256:${string}`, kind);
    return storeManifest(registry.state, path, tag, ociManifest, manifest);
  }

  function refer(subject: string): string {
    const path = pathOf(stage.image);
    const config = json({});
    storeBlob(stage.registry.state, path, config);
    const manifest = json({
      schemaVersion: 2,
      mediaType: ociManifest,
      artifactType: 'application/x-scan',
      config: descriptor('application/vnd.oci.empty.v1+json', config),
      layers: [],
      subject: { mediaType: ociManifest, size: 1, digest: subject },
    });
    return storeManifest(stage.registry.state, path, undefined, ociManifest, manifest);
  }

  function referrersOf(subject: string): string[] {
    const { manifests } = repositoryOf(stage.registry.state, pathOf(stage.image));
    return [...manifests].flatMap(([digest, { bytes }]) =>
      new TextDecoder().decode(bytes).includes(`"subject":`) &&
      new TextDecoder().decode(bytes).includes(subject)
        ? [digest]
        : [],
    );
  }

  function imageOf(text: string): Uint8Array {
    return json({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: descriptor('application/vnd.oci.image.config.v1+json', json({ text })),
      layers: [],
    });
  }
}
