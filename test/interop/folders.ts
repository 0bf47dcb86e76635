// The cells of saved images: who signs, who saves, who loads, who verifies behind it, and who verifies the folder itself.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { digestOf, type Digest } from '../../src/engine/oci/digest.ts';
import { ociIndex, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import { fallbackTag } from '../../src/engine/signatures/tags.ts';
import { describe as descriptor, json } from '../demo/images.ts';
import { manifestAt } from '../support/copied.ts';
import { pushBlobs, pushManifest } from '../support/sampleImages.ts';
import { expectAccepted, type Party, type Setting } from './cells.ts';
import type { CosignTool } from './cosignTool.ts';
import { newIndexTargets, newTarget } from './scene.ts';
import type { ReportingTool, Target, Tool, ToolKey } from './tool.ts';

type Kind = 'an image' | 'an index';

/** One saves what the other signed, the other loads it, and both verify what came; and the folder itself. */
export async function saveAndLoad(
  setting: Setting,
  own: { readonly tool: ReportingTool; readonly key: ToolKey },
  cosign: Party,
): Promise<void> {
  for (const kind of ['an image', 'an index'] as const)
    for (const [saver, loader] of [
      [own.tool, cosign.tool],
      [cosign.tool, own.tool],
      [own.tool, own.tool],
    ] as const) {
      const title = `${cosign.tool.title} signs ${kind}, ${saver.title} saves, ${loader.title} loads, both verify`;
      await setting.cells.run(`${title}, ${setting.registry}`, () =>
        withFolder(async (folder) => {
          const target = await signed(setting, cosign, kind);
          await saver.save(target.reference, folder, setting.signal);
          const loaded = await load(setting, loader, folder, target);
          for (const tool of [own.tool, cosign.tool]) {
            await expectAccepted(setting, tool, loaded, cosign.key, []);
          }
        }),
      );
    }
  for (const kind of ['an image', 'an index'] as const)
    for (const [saver, reader] of [
      [own.tool, cosign.tool],
      [cosign.tool, own.tool],
    ] as const) {
      const title = `${own.tool.title} signs ${kind}, ${saver.title} saves, ${reader.title} verifies the folder`;
      await setting.cells.run(`${title}, ${setting.registry}`, () =>
        withFolder(async (folder) => {
          const target = await signed(setting, own, kind);
          await saver.save(target.reference, folder, setting.signal);
          const order = { ...target, annotations: [] };
          const right = await reader.verifySaved(folder, { ...order, key: own.key }, setting.signal);
          assert.ok(right.accepted, right.said);
          const wrong = await reader.verifySaved(folder, { ...order, key: setting.stranger }, setting.signal);
          assert.ok(!wrong.accepted, 'a key that did not sign was accepted');
        }),
      );
    }
}

/** What cosign leaves behind when it loads does not keep it from loading the rest, and Countersign brings it. */
export async function savedReferrers(
  setting: Setting,
  own: { readonly tool: ReportingTool; readonly key: ToolKey },
  cosign: Party,
): Promise<void> {
  const { cells, registry, signal } = setting;
  for (const loader of [cosign.tool, own.tool]) {
    const title = `${own.tool.title} saves a signed image with a scan that refers to it, ${loader.title} loads, both verify`;
    await cells.run(`${title}, ${cosign.tool.title}, ${registry}`, () =>
      withFolder(async (folder) => {
        const target = await signed(setting, own, 'an image');
        const scan = await hangScan(target);
        await own.tool.save(target.reference, folder, signal);
        const loaded = await load(setting, loader, folder, target);
        for (const tool of [own.tool, cosign.tool]) await expectAccepted(setting, tool, loaded, own.key, []);
        const isThere = (await manifestAt(loaded.signatures, scan)) !== undefined;
        assert.equal(isThere, loader === own.tool, 'the scan');
      }),
    );
  }
}

async function hangScan({ reference }: Target): Promise<string> {
  const [repository = '', subject = ''] = reference.split('@');
  const [address = '', ...path] = repository.split('/');
  const config = json({});
  const scan = json({
    schemaVersion: 2,
    mediaType: ociManifest,
    artifactType: 'application/x-scan',
    config: descriptor('application/vnd.oci.empty.v1+json', config),
    layers: [],
    subject: { mediaType: ociManifest, size: 1, digest: subject },
  });
  const digest = digestOf(scan);
  await pushBlobs(address, path.join('/'), [config]);
  await pushManifest(address, path.join('/'), digest, ociManifest, scan);
  const index = json({ schemaVersion: 2, mediaType: ociIndex, manifests: [descriptor(ociManifest, scan)] });
  await pushManifest(address, path.join('/'), fallbackTag(subject as Digest), ociIndex, index);
  return digest;
}

/**
 * What cosign drops on its way through a folder, or fails on: bundles. cosign 3 puts the manifest before its blob, which
 * a registry that looks refuses (MANIFEST_BLOB_UNKNOWN). Countersign brings it; of cosign it is written down what it does,
 * so that the cell fails once it does more.
 */
export async function savedBundles(
  setting: Setting,
  own: { readonly tool: ReportingTool; readonly key: ToolKey },
  cosign3: { readonly tool: CosignTool; readonly key: ToolKey },
): Promise<void> {
  const { cells, registry, signal } = setting;
  const order = { key: cosign3.key, mediaTypes: 'oci', annotations: [] } as const;
  for (const saver of [own.tool, cosign3.tool]) {
    const begin = `cosign 3 signs a bundle, ${saver.title} saves`;
    await cells.run(`${begin}, ${own.tool.title} loads, cosign 3 verifies, ${registry}`, () =>
      withFolder(async (folder) => {
        const target = await newTarget(setting.address, 'none');
        await cosign3.tool.signBundle({ ...target, ...order }, signal);
        await saver.save(target.reference, folder, signal);
        const loaded = await load(setting, own.tool, folder, target);
        await expectAccepted(setting, cosign3.tool, loaded, cosign3.key, []);
      }),
    );
    await cells.run(`${begin}, cosign 3 verifies the folder, ${registry}`, () =>
      withFolder(async (folder) => {
        const target = await newTarget(setting.address, 'none');
        await cosign3.tool.signBundle({ ...target, ...order }, signal);
        await saver.save(target.reference, folder, signal);
        const wanted = { ...target, annotations: [], key: cosign3.key };
        const judged = await cosign3.tool.verifySaved(folder, wanted, signal);
        assert.ok(judged.accepted, judged.said);
      }),
    );
    const inCosign = `${begin}, cosign 3 loads and verifies, ${registry}`;
    const isRefused = registry.startsWith('distribution');
    await cells[isRefused ? 'expectFailure' : 'run'](inCosign, () =>
      withFolder(async (folder) => {
        const target = await newTarget(setting.address, 'none');
        await cosign3.tool.signBundle({ ...target, ...order }, signal);
        await saver.save(target.reference, folder, signal);
        const loaded = await load(setting, cosign3.tool, folder, target);
        await expectAccepted(setting, cosign3.tool, loaded, cosign3.key, []);
      }),
    );
  }
}

async function signed(setting: Setting, { tool, key }: Party, kind: Kind): Promise<Target> {
  const target =
    kind === 'an image'
      ? await newTarget(setting.address, 'none')
      : (await newIndexTargets(setting.address))[0];
  assert.ok(target);
  await tool.sign({ ...target, key, mediaTypes: 'oci', annotations: [] }, setting.signal);
  return target;
}

let count = 0;

/** Into a repository that nobody used; gives the image there. */
async function load(setting: Setting, tool: Tool, folder: string, saved: Target): Promise<Target> {
  count += 1;
  const repository = `${setting.address}/loaded/image-${String(count)}`;
  await tool.load(folder, `${repository}:1.0`, setting.signal);
  const digest = saved.reference.slice(saved.reference.indexOf('@'));
  return { ...saved, reference: `${repository}${digest}`, signatures: repository };
}

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'countersign-interop-'));
  try {
    const folder = path.join(root, 'saved');
    assert.ok(!existsSync(folder));
    await work(folder);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
