// An image that was signed, a window that was closed behind it, and another one that repairs.
import type { EngineApi } from '../../src/engine/api.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { RepairFinding, RepairOutcome, RepairPlan } from '../../src/engine/plan.ts';
import { overwrite, signatureBy } from '../support/rival.ts';
import { makeSigner, newStage, noSignal, type Signer, type Stage } from '../support/scene.ts';
import { createMemoryStorage, type MemoryStorage } from '../support/storage.ts';
import { createTestWorld, type TestWorld } from '../support/world.ts';

export const [ann, ben, eve] = ['ann', 'ben', 'eve'].map(makeSigner) as [Signer, Signer, Signer];

export function isWrite({ method }: { readonly method: string }): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

export interface RepairStage {
  readonly stage: Stage;
  /** What both windows share. */
  readonly disk: MemoryStorage;
  /** Of the window that repairs. */
  readonly world: TestWorld;
  readonly engine: EngineApi;
  /** Answers requests for these paths with a status from now on. */
  answer(by: (path: string) => number | undefined): void;
  /** Ann signs, and her window is closed before it looked again. */
  signAndClose(): Promise<void>;
  plan(...keys: readonly Signer[]): Promise<RepairPlan>;
  run(planned: RepairPlan): Promise<readonly RepairOutcome[]>;
  findings(planned: RepairPlan): readonly RepairFinding[];
  /** Somebody writes over the list: these are left. */
  lose(...left: readonly Signer[]): void;
  waiting(): Promise<number>;
  isVerified(signer: Signer): Promise<boolean>;
  /** Changes the one entry of the journal. */
  tamper(change: (entry: Record<string, unknown>) => void): void;
  stop(): Promise<void>;
}

export async function newRepairStage(): Promise<RepairStage> {
  let answerBy: (path: string) => number | undefined = () => undefined;
  const disk = createMemoryStorage(1);
  const statusFor = ({ path }: { readonly path: string }): { status: number; body: string } | undefined => {
    const status = answerBy(path);
    return status === undefined ? undefined : { status, body: '{}' };
  };
  const stage = await newStage({ statusFor }, { storage: disk });
  const world = createTestWorld({ storage: disk.as(2) });
  const engine = createEngine(world);
  return {
    ...{ stage, disk, world, engine },
    answer: (by) => (answerBy = by),
    async signAndClose() {
      await stage.sign(ann);
      stage.engine.dispose();
      disk.ended.add(1);
      stage.registry.requests.length = 0;
    },
    plan: (...keys) => engine.planRepair({ keys: keys.map(({ key }) => key), place: undefined }, noSignal),
    async run(planned) {
      const { items } = await engine.runRepair(planned, { laterLook: () => undefined }, noSignal);
      return items.map(({ outcome }) => outcome);
    },
    findings: ({ items }) => items.map(({ finding }) => finding),
    lose: (...left) =>
      overwrite(
        stage.registry,
        stage.image,
        left.map((signer) => signatureBy(signer, stage.image)),
      ),
    waiting: async () => (await engine.unconfirmed()).entries.length,
    isVerified: async (signer) => (await stage.another().verify([signer])).verdict === 'verified',
    tamper(change) {
      for (const [path, bytes] of disk.files) {
        const entry = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
        change(entry);
        disk.files.set(path, new TextEncoder().encode(JSON.stringify(entry)));
      }
    },
    async stop() {
      engine.dispose();
      await stage.stop();
    },
  };
}
