// The cells: who signs, who verifies, in which layout, with which media types, in which registry, after whom.
import assert from 'node:assert/strict';
import { dockerManifest, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import type { CosignTool } from './cosignTool.ts';
import type { Cells } from './results.ts';
import { elsewhere, newIndexTargets, newTarget, readSignatures, type StoredSignatures } from './scene.ts';
import type { Annotations, Layout, MediaTypes, ReportingTool, Target, Tool, ToolKey } from './tool.ts';

const layouts: readonly Layout[] = ['none', 'shared', 'perImage'];
const mediaTypes: readonly MediaTypes[] = ['oci', 'docker'];
const typeOf = { oci: ociManifest, docker: dockerManifest } as const;

/** Characters that Go's JSON escapes, one that it does not, and an empty value. */
const annotations: Annotations = [
  ['build', '42'],
  ['empty', ''],
  ['note', '<x&y> é\u2028'],
];

/** Somebody who signs, with a key of the tool's own making. */
export interface Party {
  readonly tool: Tool;
  readonly key: ToolKey;
}

export interface Setting {
  readonly cells: Cells;
  readonly registry: string;
  readonly address: string;
  readonly signal: AbortSignal;
  /** A key that signed nothing. */
  readonly stranger: ToolKey;
}

/** Each party signs, each reads: its key is accepted and a stranger's is not. */
export async function signAndVerify(setting: Setting, parties: readonly Party[]): Promise<void> {
  for (const layout of layouts)
    for (const types of mediaTypes)
      for (const writer of parties) {
        const written = once(async () => {
          const target = await newTarget(setting.address, layout);
          await signOnce(setting, writer, target, types, []);
          const { contentType } = await readSignatures(target);
          assert.equal(contentType, typeOf[types], 'the media type is not the one that was asked for');
          return target;
        });
        for (const { tool } of parties) {
          const title = `${writer.tool.title} signs, ${tool.title} verifies, ${where(layout, types, setting)}`;
          await setting.cells.run(title, async () => {
            await expectAccepted(setting, tool, await written(), writer.key, []);
          });
        }
      }
}

/** Each party signs what another has signed: everybody finds both signatures, and the first is the same bytes. */
export async function appendAndVerify(setting: Setting, parties: readonly Party[]): Promise<void> {
  for (const layout of ['none', 'shared'] as const)
    for (const types of mediaTypes)
      for (const first of parties)
        for (const second of parties) {
          if (first === second) continue;
          const written = once(async () => {
            const target = await newTarget(setting.address, layout);
            await signOnce(setting, first, target, types, []);
            const before = await readSignatures(target);
            // Asked for the other media types: those of the image that is there stay.
            await signOnce(setting, second, target, types === 'oci' ? 'docker' : 'oci', annotations);
            expectAppended(before, await readSignatures(target), typeOf[types]);
            return target;
          });
          for (const { tool } of parties) {
            const order = `${first.tool.title} signs, ${second.tool.title} appends`;
            const title = `${order}, ${tool.title} verifies both, ${where(layout, types, setting)}`;
            await setting.cells.run(title, async () => {
              const target = await written();
              await expectAccepted(setting, tool, target, first.key, []);
              await expectAccepted(setting, tool, target, second.key, annotations);
            });
          }
        }
}

/** For the same image and annotations two parties write the same bytes but for the signature. */
export async function sameBytes(setting: Setting, one: Party, other: Party): Promise<void> {
  for (const types of mediaTypes)
    for (const given of [[], annotations]) {
      const how = given.length === 0 ? 'without annotations' : 'with annotations';
      const media = types === 'oci' ? 'OCI' : 'Docker';
      const title = `${one.tool.title} and ${other.tool.title} write the same bytes, ${how}, ${media} media types, ${setting.registry}`;
      await setting.cells.run(title, async () => {
        const image = await newTarget(setting.address, 'none');
        const texts: string[] = [];
        for (const [index, party] of [one, other].entries()) {
          const target = elsewhere(image, setting.address, `${party.tool.title.replace(' ', '-')}-${index}`);
          await signOnce(setting, party, target, types, given);
          texts.push(withoutSignature(await readSignatures(target)));
        }
        assert.equal(texts[0], texts[1]);
      });
    }
}

/** Each party signs with a key file that another one made. */
export async function exchangeKeys(setting: Setting, parties: readonly Party[]): Promise<void> {
  for (const maker of parties)
    for (const writer of parties) {
      if (maker === writer) continue;
      const title = `${writer.tool.title} signs with a key file of ${maker.tool.title}, ${maker.tool.title} verifies, ${setting.registry}`;
      await setting.cells.run(title, async () => {
        const target = await newTarget(setting.address, 'none');
        await signOnce(setting, { tool: writer.tool, key: maker.key }, target, 'oci', []);
        await expectAccepted(setting, maker.tool, target, maker.key, []);
      });
    }
}

/** What cosign 3 writes by default: cosign takes it; Countersign says that it cannot judge it, never "unsigned". */
export async function bundles(
  setting: Setting,
  cosign3: { readonly tool: CosignTool; readonly key: ToolKey },
  countersign: { readonly tool: ReportingTool; readonly key: ToolKey } | undefined,
): Promise<void> {
  const { cells, registry, signal } = setting;
  const written = once(async () => {
    const target = await newTarget(setting.address, 'none');
    await cosign3.tool.signBundle(
      { ...target, key: cosign3.key, mediaTypes: 'oci', annotations: [] },
      signal,
    );
    return target;
  });
  await cells.run(`cosign 3 signs a bundle, cosign 3 verifies, ${registry}`, async () => {
    await expectAccepted(setting, cosign3.tool, await written(), cosign3.key, []);
  });
  if (countersign === undefined) return;
  const title = `cosign 3 signs a bundle, countersign could not check (format-not-judged), ${registry}`;
  await cells.run(title, async () => {
    const order = { ...(await written()), key: cosign3.key, annotations: [] };
    const report = await countersign.tool.report(order, signal);
    assert.equal(report.verdict, 'could-not-check');
    assert.ok(report.reasons.includes('format-not-judged'), `its reasons: ${report.reasons.join(', ')}`);
  });
  const both = `cosign 3 signs a bundle, countersign a .sig, countersign verifies, ${registry}`;
  await cells.run(both, async () => {
    const target = await written();
    await signOnce(setting, countersign, target, 'oci', []);
    await expectAccepted(setting, countersign.tool, target, countersign.key, []);
  });
}

/** What a cosign writes as a referrer in its experimental mode is found and judged as any signature. */
export async function referrerSignatures(
  setting: Setting,
  cosign: { readonly tool: CosignTool; readonly key: ToolKey },
  countersign: Party,
): Promise<void> {
  const { tool, key } = cosign;
  const title = `${tool.title} signs as a referrer (oci-1-1), countersign verifies, ${setting.registry}`;
  await setting.cells.run(title, async () => {
    const target = await newTarget(setting.address, 'none');
    await tool.signReferrer({ ...target, key, mediaTypes: 'oci', annotations }, setting.signal);
    await expectAccepted(setting, countersign.tool, target, key, annotations);
  });
}

/** One signs an index with its images, the other verifies the index and each image. */
export async function recursively(setting: Setting, writer: Party, reader: Tool): Promise<void> {
  const { cells, registry, address, signal } = setting;
  const { tool, key } = writer;
  const title = `${tool.title} signs an index and its images, ${reader.title} verifies each, ${registry}`;
  await cells.run(title, async () => {
    const targets = await newIndexTargets(address);
    const [index] = targets;
    assert.ok(index);
    await tool.sign({ ...index, key, mediaTypes: 'oci', annotations: [], recursive: true }, signal);
    for (const target of targets) await expectAccepted(setting, reader, target, key, []);
  });
}

async function signOnce(
  { signal }: Setting,
  { tool, key }: Party,
  target: Target,
  types: MediaTypes,
  given: Annotations,
): Promise<void> {
  try {
    await tool.sign({ ...target, key, mediaTypes: types, annotations: given }, signal);
  } catch (error) {
    throw new Error(`${tool.title} did not sign: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

export async function expectAccepted(
  { signal, stranger }: Setting,
  tool: Tool,
  target: Target,
  key: ToolKey,
  wanted: Annotations,
): Promise<void> {
  const right = await tool.verify({ ...target, key, annotations: wanted }, signal);
  assert.ok(right.accepted, `${tool.title} did not verify: ${right.said}`);
  const wrong = await tool.verify({ ...target, key: stranger, annotations: wanted }, signal);
  assert.ok(!wrong.accepted, `${tool.title} accepted a key that did not sign`);
}

function expectAppended(before: StoredSignatures, after: StoredSignatures, mediaType: string): void {
  const sources = ({ manifest }: StoredSignatures): string[] => manifest.layers.map((layer) => layer.source);
  assert.equal(after.contentType, mediaType, 'the media type of the image that was there is not kept');
  assert.equal(after.manifest.layers.length, before.manifest.layers.length + 1);
  assert.deepEqual(sources(after).slice(0, -1), sources(before), 'the old layers are not the same bytes');
}

/** The manifest's text with every signature taken out. Payload and config are in it by their digests. */
function withoutSignature({ bytes }: StoredSignatures): string {
  return bytes.replaceAll(/("dev\.cosignproject\.cosign\/signature":)"[^"]*"/g, '$1""');
}

function where(layout: Layout, types: MediaTypes, { registry }: Setting): string {
  return `layout ${layout}, ${types === 'oci' ? 'OCI' : 'Docker'} media types, ${registry}`;
}

/** Does it at the first call; every call gets that one's outcome. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= work());
}
