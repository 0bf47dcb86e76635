// Countersign's engine as a tool of the interop runner: the built bundle, as the extension loads it.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { EngineApi } from '../../src/engine/api.ts';
import type { SignatureSettings } from '../../src/engine/plan.ts';
import type { Origin, VerifyReport } from '../../src/engine/verdict.ts';
import type { World } from '../../src/engine/world.ts';
import { password } from '../support/cosign.ts';
import { root } from '../support/task/tools.ts';
import { createTestWorld } from '../support/world.ts';
import type { CopyingTool, MediaTypes, SignOrder, Target, VerifyOrder } from './tool.ts';

interface EngineBundle {
  readonly createEngine?: (world: World) => EngineApi;
}

type Environment = Readonly<Record<string, string>>;

const unset = { signatureRepository: undefined, layout: undefined, legacyMediaTypes: undefined };
const quiet = { progress: () => undefined, laterLook: () => undefined };
const user: Origin = { kind: 'user', name: '' };

/** Rejects where the bundle has not been built. */
export async function newCountersignTool(): Promise<CopyingTool> {
  const file = path.join(root, 'dist/engine.cjs');
  if (!existsSync(file)) throw new Error('dist/engine.cjs is not built (npm run build)');
  const { createEngine } = createRequire(import.meta.url)(file) as EngineBundle;
  if (createEngine === undefined) throw new Error('dist/engine.cjs makes no engine');

  /** One engine for each thing asked, so that nothing is remembered and no later look runs on. */
  async function withEngine<T>(
    environment: Environment,
    work: (engine: EngineApi) => Promise<T>,
  ): Promise<T> {
    const engine = createEngine?.(createTestWorld({ environment }));
    if (engine === undefined) throw new Error('no engine');
    try {
      return await work(engine);
    } finally {
      engine.dispose();
    }
  }

  const judge = (order: VerifyOrder, signal: AbortSignal): Promise<VerifyReport> =>
    withEngine(environmentOf(order), (engine) => engine.verify(verifyRequest(order), signal));

  return {
    title: 'countersign',
    generateKey: (name, signal) =>
      withEngine({}, async (engine) => {
        const made = await engine.generateKey(password, signal);
        return { name, file: made.file, publicKeyPem: made.publicKeyPem };
      }),
    importKey: (name, pem, signal) =>
      withEngine({}, async (engine) => {
        const made = await engine.importKey(pem, '', password, name, signal);
        return { name, file: made.file, publicKeyPem: made.publicKeyPem };
      }),
    sign: (order, signal) => withEngine({}, (engine) => sign(engine, order, signal)),
    async verify(order, signal) {
      const report = await judge(order, signal);
      return { accepted: report.verdict === 'verified', said: inWords(report) };
    },
    async report(order, signal) {
      const { verdict, reasons, signatures } = await judge(order, signal);
      const schemes = signatures.flatMap(({ status, madeWith }) =>
        status === 'valid' && madeWith !== undefined ? [madeWith.scheme] : [],
      );
      return { verdict, reasons: reasons.map((reason) => reason.kind), schemes };
    },
    save: (reference, folder, signal) =>
      withEngine({}, async (engine) => {
        const plan = await engine.planSave({ reference, folder, settings: unset }, signal);
        await engine.runSave(plan, () => undefined, signal);
      }),
    load: (folder, target, signal) =>
      withEngine({}, async (engine) => {
        const [image] = (await engine.readSavedImages(folder, signal)).images;
        if (image === undefined) throw new Error('the folder holds no image');
        const plan = await engine.planLoad({ folder, target, digest: image.digest }, signal);
        const { unconfirmed } = await engine.runLoad(plan, quiet, signal);
        if (unconfirmed.length > 0) throw new Error(`unconfirmed: ${JSON.stringify(unconfirmed)}`);
      }),
    async verifySaved(folder, order, signal) {
      const request = { ...verifyRequest(order), savedIn: folder };
      const report = await withEngine({}, (engine) => engine.verify(request, signal));
      return { accepted: report.verdict === 'verified', said: inWords(report) };
    },
    copy: (reference, target, signal) =>
      withEngine({}, async (engine) => {
        const plan = await engine.planCopy({ reference, target, settings: unset }, signal);
        const { unconfirmed } = await engine.runCopy(plan, quiet, signal);
        if (unconfirmed.length > 0) throw new Error(`unconfirmed: ${JSON.stringify(unconfirmed)}`);
        return plan.manifests;
      }),
    dispose: () => Promise.resolve(),
  };
}

async function sign(engine: EngineApi, order: SignOrder, signal: AbortSignal): Promise<void> {
  const key = await engine.openKey(order.key.file, password, order.key.name, signal);
  const request = {
    reference: order.reference,
    key: {
      fingerprint: key.fingerprint,
      label: order.key.name,
      publicKeyPem: order.key.publicKeyPem,
    },
    annotations: order.annotations,
    recursive: order.recursive === true,
    settings: settingsOf(order, order.mediaTypes),
  };
  const plan = await engine.planSign(request, signal);
  const watch = { step: () => undefined, laterLook: () => undefined };
  const result = await engine.runSign(plan, key, watch, signal);
  if (result.outcome !== 'signed') throw new Error(`the outcome is "${result.outcome}"`);
  if (result.unconfirmed !== undefined) throw new Error(`unconfirmed: ${result.unconfirmed}`);
}

/** Signing takes its settings from the person. */
function settingsOf(target: Target, mediaTypes: MediaTypes): SignatureSettings {
  const { layout, setting } = target;
  return {
    signatureRepository: layout === 'none' ? undefined : { value: setting, origin: user },
    layout: layout === 'none' ? undefined : { value: layout, origin: user },
    legacyMediaTypes: { value: mediaTypes === 'docker', origin: user },
  };
}

/** Verifying takes layout `shared` from cosign's variable, which means that layout; the other from the person. */
function environmentOf(target: Target): Environment {
  return target.layout === 'shared' ? { COSIGN_REPOSITORY: target.setting } : {};
}

function verifyRequest(order: VerifyOrder): Parameters<EngineApi['verify']>[0] {
  const rule = { images: '**', keys: [order.key.publicKeyPem] };
  return {
    reference: order.reference,
    settings: order.layout === 'perImage' ? settingsOf(order, 'oci') : unset,
    annotations: order.annotations,
    trust: {
      levels: [{ level: 'user', source: 'the interop run', value: [rule] }],
      ownKeys: [],
      readKeyFile: () =>
        Promise.resolve({ fault: { code: 'key-file-not-readable', reason: { code: 'absent' } } }),
    },
  };
}

function inWords({ verdict, reasons, signatures }: VerifyReport): string {
  const why = reasons.map((reason) => JSON.stringify(reason)).join(' ');
  const failed = signatures.flatMap(({ checks }) => checks.filter((check) => check.outcome === 'failed'));
  return [verdict, why, ...failed.map((check) => `${check.check} failed`)].join(' ').trim();
}
