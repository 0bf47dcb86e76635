// A stage for tests of the verbs: a registry, an image in it, an engine in its own world, and signers without scrypt.
import { generateKeyPairSync, sign } from 'node:crypto';
import type { EngineApi, OpenKeyHandle } from '../../src/engine/api.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { parsePublicKey } from '../../src/engine/keys/publicKey.ts';
import type {
  Annotations,
  LaterLook,
  SignatureSettings,
  SignerKey,
  SignPlan,
  SignRequest,
  SignResult,
  TrustLevel,
  VerifyRequest,
} from '../../src/engine/plan.ts';
import type { VerifyReport } from '../../src/engine/verdict.ts';
import type { RegistryOptions } from '../demo/options.ts';
import { startRegistry, type Registry } from '../demo/registry.ts';
import { pushImage, type PushedImage, type PushOptions } from './sampleImages.ts';
import { createTestWorld, type TestWorld, type WorldOptions } from './world.ts';

export interface Signer {
  readonly key: SignerKey;
  readonly open: OpenKeyHandle;
}

/** A new P-256 key, unlocked. */
export function makeSigner(label: string): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const { fingerprint } = parsePublicKey(publicKeyPem, label);
  return {
    key: { fingerprint, label, publicKeyPem },
    open: { fingerprint, publicKeyPem, sign: (payload) => sign('sha256', payload, privateKey) },
  };
}

/** Nothing set: own repository, OCI media types. */
export const noSettings: SignatureSettings = {
  signatureRepository: undefined,
  layout: undefined,
  legacyMediaTypes: undefined,
};

export function signRequest(
  reference: string,
  signer: Signer,
  change: Partial<Pick<SignRequest, 'annotations' | 'settings'>> = {},
): SignRequest {
  return { reference, key: signer.key, annotations: [], settings: noSettings, ...change };
}

/** `trusted`: keys of one user rule for every image; none means that own keys count. */
export function verifyRequest(
  reference: string,
  trust: { readonly trusted?: readonly Signer[]; readonly own?: readonly Signer[] } = {},
  change: Partial<Pick<VerifyRequest, 'annotations' | 'settings'>> = {},
): VerifyRequest {
  const rules = trust.trusted?.map(({ key }) => ({ images: '**', keys: [key.publicKeyPem] })) ?? [];
  const user: TrustLevel = { level: 'user', source: 'user settings', value: rules };
  return {
    reference,
    settings: noSettings,
    annotations: [],
    trust: {
      levels: [user],
      ownKeys: (trust.own ?? []).map(({ key }) => key),
      readKeyFile: () =>
        Promise.resolve({ fault: { code: 'key-file-not-readable', reason: { code: 'absent' } } }),
    },
    ...change,
  };
}

export interface Stage {
  readonly registry: Registry;
  readonly image: PushedImage;
  readonly world: TestWorld;
  readonly engine: EngineApi;
  readonly laterLooks: LaterLook[];
  plan(signer: Signer, annotations?: Annotations): Promise<SignPlan>;
  /** Plans and runs. */
  sign(signer: Signer, annotations?: Annotations): Promise<SignResult>;
  run(plan: SignPlan, signer: Signer, signal?: AbortSignal): Promise<SignResult>;
  verify(trusted: readonly Signer[]): Promise<VerifyReport>;
  /** Another engine with another world at the same registry: another window. */
  another(options?: WorldOptions): Stage;
  stop(): Promise<void>;
}

export const noSignal = new AbortController().signal;

export async function newStage(
  options: RegistryOptions = {},
  worldOptions: WorldOptions = {},
  pushed: PushOptions = {},
): Promise<Stage> {
  const registry = await startRegistry(options);
  const image = await pushImage(registry.address, 'demo/app', '1.0', pushed);
  return stageAt(registry, image, worldOptions);
}

function stageAt(registry: Registry, image: PushedImage, worldOptions: WorldOptions): Stage {
  const world = createTestWorld(worldOptions);
  const engine = createEngine(world);
  const others: Stage[] = [];
  const laterLooks: LaterLook[] = [];
  const watch = { step: () => undefined, laterLook: (look: LaterLook) => void laterLooks.push(look) };
  const plan = (signer: Signer, annotations: Annotations = []): Promise<SignPlan> =>
    engine.planSign(signRequest(image.reference, signer, { annotations }), noSignal);
  const run = (planned: SignPlan, signer: Signer, signal = noSignal): Promise<SignResult> =>
    engine.runSign(planned, signer.open, watch, signal);
  return {
    registry,
    image,
    world,
    engine,
    laterLooks,
    plan,
    run,
    sign: async (signer, annotations) => run(await plan(signer, annotations), signer),
    verify: (trusted) => engine.verify(verifyRequest(image.reference, { trusted }), noSignal),
    another: (other = {}) => {
      const stage = stageAt(registry, image, other);
      others.push(stage);
      return stage;
    },
    stop: async () => {
      engine.dispose();
      for (const other of others) other.engine.dispose();
      await registry.stop();
    },
  };
}
