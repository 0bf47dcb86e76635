// A stage for the tests of emulated products: one of them, and an engine with a login there.
import assert from 'node:assert/strict';
import type { EngineApi } from '../../../src/engine/api.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { type EngineError, isEngineError } from '../../../src/engine/errors.ts';
import type { SignResult } from '../../../src/engine/plan.ts';
import type { VerifyReport } from '../../../src/engine/verdict.ts';
import type { UserLogin } from '../../demo/authOptions.ts';
import {
  type MoreOptions,
  type ProductName,
  type RunningProduct,
  startProduct,
} from '../../demo/products/startProduct.ts';
import { noSignal, type Signer, signRequest, verifyRequest } from '../../support/scene.ts';
import { createTestWorld, type TestWorld, type WorldOptions } from '../../support/world.ts';

export interface ProductStage {
  readonly product: RunningProduct;
  readonly engine: EngineApi;
  readonly world: TestWorld;
  /** Signs the product's image, or another reference; `legacy`: with Docker's media types. */
  sign(signer: Signer, reference?: string, legacy?: boolean): Promise<SignResult>;
  /** Verifies it with the keys of these. */
  verify(trusted: readonly Signer[], reference?: string): Promise<VerifyReport>;
  tags(repository?: string): Promise<string[]>;
  repositories(): Promise<string[]>;
  /** Ends the engine and the product. */
  stop(): Promise<void>;
}

/** Starts the product; the engine has the writer's login in its Docker configuration. */
export async function newProductStage(name: ProductName, more: MoreOptions = {}): Promise<ProductStage> {
  return stageAt(await startProduct(name, more));
}

/** An engine at this product, with the writer's login when nothing is said. */
export function stageAt(
  product: RunningProduct,
  login: UserLogin | 'nobody' = product.writer,
  worldOptions: WorldOptions = {},
): ProductStage {
  const files = login === 'nobody' ? {} : product.files(login);
  const world = createTestWorld({ ...product.names, files, ...worldOptions });
  const engine = createEngine(world);
  const watch = { step: () => undefined, laterLook: () => undefined };
  return {
    product,
    engine,
    world,
    sign: async (signer, reference = product.reference, legacy = false) => {
      const request = signRequest(reference, signer);
      const legacyMediaTypes = legacy
        ? ({ value: true, origin: { kind: 'asked', name: '' } } as const)
        : undefined;
      const plan = await engine.planSign(
        { ...request, settings: { ...request.settings, legacyMediaTypes } },
        noSignal,
      );
      return engine.runSign(plan, signer.open, watch, noSignal);
    },
    verify: (trusted, reference = product.reference) =>
      engine.verify(verifyRequest(reference, { trusted }), noSignal),
    tags: (repository = product.repository) => namesOf(engine.listTags(repository, {}, noSignal)),
    repositories: () => namesOf(engine.listRepositories({ registry: product.registry }, {}, noSignal)),
    stop: async () => {
      engine.dispose();
      await product.stop();
    },
  };
}

/** The named error that this ends in. */
export async function errorOf(promise: Promise<unknown>): Promise<EngineError> {
  try {
    await promise;
  } catch (error) {
    if (isEngineError(error)) return error;
    throw error;
  }
  return assert.fail('nothing failed');
}

async function namesOf(pages: AsyncIterable<{ readonly names: readonly string[] }>): Promise<string[]> {
  const all: string[] = [];
  for await (const { names } of pages) all.push(...names);
  return all;
}
