// One registry of the interop run: images to sign, the repositories of each layout, and what really lies there.
import assert from 'node:assert/strict';
import { parseManifest, type ImageManifest } from '../../src/engine/oci/manifest.ts';
import { manifestTypes } from '../../src/engine/oci/mediaTypes.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { startDistribution } from '../support/distribution.ts';
import { startGgcrRegistry } from '../support/ggcrRegistry.ts';
import { peerTitle } from '../support/peers.ts';
import { pushImage } from '../support/sampleImages.ts';
import type { RunningServer } from '../support/serverProcess.ts';
import type { Layout, Target } from './tool.ts';

export interface RegistryChoice {
  readonly title: string;
  start(signal: AbortSignal): Promise<RunningServer>;
}

export const registries: readonly RegistryChoice[] = [
  {
    title: peerTitle('distribution'),
    start: (signal) => startDistribution({ version: 'v3' }, signal),
  },
  {
    title: peerTitle('ggcr-registry'),
    start: (signal) => startGgcrRegistry({ referrers: false }, signal),
  },
  {
    title: `${peerTitle('referrers-registry')} (ggcr)`,
    start: (signal) => startGgcrRegistry({ referrers: true }, signal),
  },
];

let count = 0;

/** Pushes a fresh image and says where its signatures belong under this layout. */
export async function newTarget(address: string, layout: Layout): Promise<Target> {
  count += 1;
  const name = `image-${count}`;
  const image = await pushImage(address, `acme/team/${name}`, '1.0');
  const reference = `${image.repository}@${image.digest}`;
  const setting = layout === 'none' ? '' : `${address}/signatures`;
  const signatures = {
    none: image.repository,
    shared: setting,
    // The registry and the first path component are replaced, the rest stays.
    perImage: `${setting}/team/${name}`,
  }[layout];
  return { reference, layout, setting, signatures };
}

/** Pushes a fresh index of two images; the index comes first. */
export async function newIndexTargets(address: string): Promise<readonly Target[]> {
  count += 1;
  const index = await pushImage(address, `acme/team/index-${count}`, '1.0', {
    architectures: ['amd64', 'arm64'],
  });
  const url = `http://${address}/v2/acme/team/index-${count}/manifests/${index.digest}`;
  const answer = await fetch(url, { headers: { accept: index.mediaType } });
  const { manifests } = (await answer.json()) as { manifests: { digest: string }[] };
  assert.equal(manifests.length, 2);
  return [index, ...manifests].map(({ digest }) => ({
    reference: `${index.repository}@${digest}`,
    layout: 'none',
    setting: '',
    signatures: index.repository,
  }));
}

/** The same image with its signatures in another place of layout `shared`. */
export function elsewhere(target: Target, address: string, name: string): Target {
  const place = `${address}/${name}`;
  return { ...target, layout: 'shared', setting: place, signatures: place };
}

export interface StoredSignatures {
  readonly bytes: string;
  readonly manifest: ImageManifest;
  readonly contentType: string;
}

/** The `.sig` image of a target as the registry has it. */
export async function readSignatures(target: Target): Promise<StoredSignatures> {
  const digest = target.reference.slice(target.reference.indexOf('@') + 1) as `sha256:${string}`;
  const url = manifestUrl(target.signatures, signatureTag(digest));
  const response = await fetch(url, { headers: { accept: manifestTypes.join(', ') } });
  assert.equal(response.status, 200, `there is no ${signatureTag(digest)} in ${target.signatures}`);
  const contentType = response.headers.get('content-type') ?? '';
  const bytes = await response.text();
  const manifest = parseManifest(Buffer.from(bytes), contentType);
  assert.ok(manifest.kind === 'image', 'the .sig tag holds no image manifest');
  return { bytes, manifest, contentType };
}

function manifestUrl(repository: string, tag: string): string {
  const slash = repository.indexOf('/');
  return `http://${repository.slice(0, slash)}/v2/${repository.slice(slash + 1)}/manifests/${tag}`;
}
