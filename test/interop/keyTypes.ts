// The cells of every kind of key: what Countersign writes, every cosign verifies with plain `--key`; of what cosign or
// others write, Countersign says what cosign makes of it, and real cosign is held against that.
import assert from 'node:assert/strict';
import { constants, createPrivateKey, sign } from 'node:crypto';
import { cosignReading } from '../../src/engine/signatureScheme.ts';
import type { CosignReading, SignatureScheme } from '../../src/engine/signatureScheme.ts';
import { buildPayload } from '../../src/engine/signatures/payload.ts';
import { sampleKeys } from '../unit/keys/sampleKeys.ts';
import type { Setting } from './cells.ts';
import type { CosignTool } from './cosignTool.ts';
import { newTarget, readSignatures } from './scene.ts';
import type { MediaTypes, ReportingTool, Target, ToolKey } from './tool.ts';

export type KeyName = keyof typeof sampleKeys;

/** One key of each kind, imported by one tool. */
export type ImportedKeys = Readonly<Record<KeyName, ToolKey>>;

export interface Players {
  readonly countersign: ReportingTool;
  readonly cosigns: readonly CosignTool[];
  /** The key files that Countersign made, and those that each cosign made of the same keys. */
  readonly ownKeys: ImportedKeys;
  readonly cosignKeys: ReadonlyMap<CosignTool, ImportedKeys>;
}

const digests = ['sha256', 'sha384', 'sha512'] as const;
const kinds = Object.keys(sampleKeys) as KeyName[];

/** The PEM text of a sample key, PKCS#8. */
function pemOf(name: KeyName): string {
  return `-----BEGIN PRIVATE KEY-----\n${sampleKeys[name].replaceAll(/.{64}/g, '$&\n').trim()}\n-----END PRIVATE KEY-----\n`;
}

/** Every sample key as this tool imports it. */
export async function importKeys(
  tool: ReportingTool | CosignTool,
  signal: AbortSignal,
): Promise<ImportedKeys> {
  const made: [string, ToolKey][] = [];
  for (const kind of kinds) {
    const name = `${kind}-of-${tool.title.replace(' ', '-')}`;
    made.push([kind, await tool.importKey(name, pemOf(kind), signal)]);
  }
  return Object.fromEntries(made) as Record<KeyName, ToolKey>;
}

/** Who signs, who verifies and what the note says, for every kind of key and both media types. */
export async function keyTypes(setting: Setting, players: Players): Promise<void> {
  for (const kind of kinds) {
    for (const types of ['oci', 'docker'] as const) {
      await countersignSigns(setting, players, kind, types);
      for (const cosign of players.cosigns) await cosignSigns(setting, players, cosign, kind, types);
    }
  }
  await otherForms(setting, players);
}

async function countersignSigns(
  setting: Setting,
  { countersign, cosigns, ownKeys, cosignKeys }: Players,
  kind: KeyName,
  types: MediaTypes,
): Promise<void> {
  const { cells, signal, stranger } = setting;
  for (const [maker, keys] of [[countersign, ownKeys] as const, ...cosignKeys]) {
    const where = whereOf(setting, types);
    const title = `countersign signs with ${kind} of ${maker.title}, everybody verifies with plain --key, ${where}`;
    await cells.run(title, async () => {
      const target = await newTarget(setting.address, 'none');
      const key = keys[kind];
      await countersign.sign({ ...target, key, mediaTypes: types, annotations: [] }, signal);
      for (const tool of [countersign, ...cosigns]) {
        const right = await tool.verify({ ...target, key, annotations: [] }, signal);
        assert.ok(right.accepted, `${tool.title} did not verify: ${right.said}`);
        const wrong = await tool.verify({ ...target, key: stranger, annotations: [] }, signal);
        assert.ok(!wrong.accepted, `${tool.title} accepted a key that did not sign`);
      }
    });
  }
}

async function cosignSigns(
  setting: Setting,
  { countersign, cosigns, ownKeys }: Players,
  cosign: CosignTool,
  kind: KeyName,
  types: MediaTypes,
): Promise<void> {
  const { cells, signal } = setting;
  const where = whereOf(setting, types);
  const key = ownKeys[kind];
  const order = { key, annotations: [] };
  await cells.run(
    `${cosign.title} signs with ${kind}, countersign verifies and knows what cosign does, ${where}`,
    async () => {
      const target = await newTarget(setting.address, 'none');
      await cosign.sign({ ...target, ...order, mediaTypes: types }, signal);
      await expectNote(setting, countersign, cosigns, target, key);
    },
  );
  await cells.run(
    `${cosign.title} signs with ${kind}, countersign appends what every cosign verifies, ${where}`,
    async () => {
      const target = await newTarget(setting.address, 'none');
      await cosign.sign({ ...target, ...order, mediaTypes: types }, signal);
      const [scheme] = await schemesOf(countersign, target, key, signal);
      const isPlain = scheme !== undefined && cosignReading[scheme] === 'plain';
      // Where cosign's own is readable it is the same signature: with another annotation it is another one.
      const annotations = isPlain ? ([['second', 'yes']] as const) : [];
      await countersign.sign({ ...target, key, mediaTypes: types, annotations }, signal);
      assert.equal((await readSignatures(target)).manifest.layers.length, 2);
      for (const tool of [countersign, ...cosigns]) {
        const judged = await tool.verify({ ...target, key, annotations }, signal);
        assert.ok(judged.accepted, `${tool.title} did not verify: ${judged.said}`);
      }
    },
  );
  await cells.run(
    `countersign signs with ${kind}, ${cosign.title} appends, countersign verifies both, ${where}`,
    async () => {
      const target = await newTarget(setting.address, 'none');
      await countersign.sign({ ...target, ...order, mediaTypes: types }, signal);
      const annotations = [['second', 'yes']] as const;
      await cosign.sign({ ...target, key, mediaTypes: types, annotations }, signal);
      const schemes = await schemesOf(countersign, target, key, signal);
      assert.equal(schemes.length, 2);
      assert.equal(schemes[0] && cosignReading[schemes[0]], 'plain');
      for (const tool of cosigns) {
        const judged = await tool.verify({ ...target, ...order }, signal);
        assert.ok(judged.accepted, `${tool.title} did not verify ours beside it: ${judged.said}`);
      }
    },
  );
}

/** Forms that no cosign writes with a key file, attached by cosign itself. */
async function otherForms(setting: Setting, { countersign, cosigns, ownKeys }: Players): Promise<void> {
  const [cosign] = cosigns;
  if (cosign === undefined) return;
  const raw = { dsaEncoding: 'ieee-p1363' } as const;
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  const forms = [
    ['ecdsa-p256', 'r and s side by side', 'sha256', raw, 'ecdsa-sha256'],
    ['ecdsa-p384', 'r and s side by side', 'sha256', raw, 'ecdsa-sha256'],
    ['ecdsa-p521', 'r and s side by side', 'sha512', raw, 'ecdsa-sha512'],
    ['rsa-2048', 'PSS', 'sha256', pss, 'rsa-pss-sha256'],
  ] as const;
  for (const [kind, form, digest, options, scheme] of forms) {
    const title = `somebody signs with ${kind} (${form}, ${digest}), countersign verifies and knows what cosign does, ${setting.registry}`;
    await setting.cells.run(title, async () => {
      const target = await newTarget(setting.address, 'none');
      const [repository = '', subject = ''] = target.reference.split('@');
      const payload = buildPayload(repository, subject as `sha256:${string}`, []);
      const bytes = Buffer.from(sampleKeys[kind], 'base64');
      const key = createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' });
      const signature = sign(digest, payload, { key, ...options });
      await cosign.attach(target, payload, signature, setting.signal);
      assert.deepEqual(await schemesOf(countersign, target, ownKeys[kind], setting.signal), [scheme]);
      await expectNote(setting, countersign, cosigns, target, ownKeys[kind]);
    });
  }
}

/** What the note says of the one signature that is there is what each real cosign does. */
async function expectNote(
  { signal }: Setting,
  countersign: ReportingTool,
  cosigns: readonly CosignTool[],
  target: Target,
  key: ToolKey,
): Promise<void> {
  const schemes = await schemesOf(countersign, target, key, signal);
  assert.equal(schemes.length, 1);
  const said = schemes[0] && cosignReading[schemes[0]];
  for (const cosign of cosigns) {
    const found: CosignReading[] = [];
    const order = { ...target, key, annotations: [] };
    if ((await cosign.verify(order, signal)).accepted) found.push('plain');
    else {
      for (const digest of digests) {
        const judged = await cosign.verify({ ...order, digest }, signal);
        if (judged.accepted) found.push(digest === 'sha256' ? 'plain' : digest);
      }
    }
    assert.deepEqual(found.length === 0 ? ['never'] : found, [said], `${cosign.title} does otherwise`);
  }
}

async function schemesOf(
  countersign: ReportingTool,
  target: Target,
  key: ToolKey,
  signal: AbortSignal,
): Promise<readonly SignatureScheme[]> {
  const report = await countersign.report({ ...target, key, annotations: [] }, signal);
  assert.equal(report.verdict, 'verified');
  return report.schemes;
}

function whereOf({ registry }: Setting, types: MediaTypes): string {
  return `${types === 'oci' ? 'OCI' : 'Docker'} media types, ${registry}`;
}
