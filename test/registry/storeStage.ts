// A stage for tests of the store alone: one signature added at a registry, in a world where somebody acts at every wait.
import { parseRepository } from '../../src/engine/oci/reference.ts';
import { nameOfTag } from '../../src/engine/places/signatureTag.ts';
import type { LaterLook } from '../../src/engine/plan.ts';
import { createRegistrySession } from '../../src/engine/registry/session.ts';
import type { RegistrySession } from '../../src/engine/registry/session.ts';
import type { NewSignature } from '../../src/engine/signatures/signatureImage.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { addSignature, type Added, type Addition } from '../../src/engine/store/addSignature.ts';
import { lookLater } from '../../src/engine/store/laterLooks.ts';
import { newNote } from '../../src/engine/store/journal.ts';
import { createTagQueue } from '../../src/engine/store/tagQueue.ts';
import type { Answer, RecordedRequest } from '../demo/answers.ts';
import { createFakeClock, type FakeClock } from '../support/fakeClock.ts';
import { newStage, noSignal, type Stage } from '../support/scene.ts';
import { createMemoryStorage, type MemoryStorage } from '../support/storage.ts';
import { createTestWorld } from '../support/world.ts';

export interface StoreStage {
  readonly stage: Stage;
  readonly session: RegistrySession;
  readonly clock: FakeClock;
  readonly place: string;
  /** What other windows of the machine share with it. */
  readonly storage: MemoryStorage;
  /** Runs this in the queue of the tag, as another signature of the same window does. */
  inQueue(task: () => Promise<void>): Promise<void>;
  /** Answers in the registry's place from now on, where it gives something. */
  answer(by: (request: RecordedRequest) => Answer | undefined): void;
  /** Adds the signature and writes it. */
  add(signature: NewSignature, change?: Partial<Addition>, signal?: AbortSignal): Promise<Added>;
  /** The three looks behind the result; before each, `act` with its number is called. Ends with what was told. */
  lookAfter(added: Added, act: (look: number) => unknown, lifetime?: AbortSignal): Promise<LaterLook[]>;
}

export async function newStoreStage(): Promise<StoreStage> {
  let answerBy: (request: RecordedRequest) => Answer | undefined = () => undefined;
  let waited: () => void = () => undefined;
  const stage = await newStage({ statusFor: (request) => answerBy(request) });
  const clock = createFakeClock();
  const storage = createMemoryStorage();
  const world = createTestWorld({
    storage,
    clock: {
      ...clock,
      sleep: (milliseconds, signal) => {
        waited();
        return clock.sleep(milliseconds, signal);
      },
    },
  });
  const session = createRegistrySession(world);
  const { image } = stage;
  const target = { repository: parseRepository(image.repository), tag: signatureTag(image.digest) };
  const place = nameOfTag(target.repository, target.tag);
  const queue = createTagQueue(world);
  const quiet = (): void => undefined;
  return {
    stage,
    session,
    clock,
    place,
    storage,
    inQueue: (task) => queue.run(place, task, noSignal),
    answer: (by) => (answerBy = by),
    add: (signature, change = {}, signal = noSignal) => {
      const addition: Addition = {
        target,
        signature,
        mediaTypes: 'oci',
        expected: undefined,
        isEquivalent: () => false,
        assertMayStart: () => Promise.resolve(),
        note: newNote(world, {
          ...target,
          payload: signature.payload,
          mediaTypes: 'oci',
          fingerprint: '0'.repeat(64),
          credential: '0'.repeat(64),
        }),
        ...change,
      };
      return addSignature(session, addition, quiet, signal, noSignal);
    },
    lookAfter: async (added, act, lifetime = noSignal) => {
      if (added.outcome !== 'written') throw new Error('nothing was written');
      const told: LaterLook[] = [];
      let looks = 0;
      waited = () => act((looks += 1));
      const tell = (look: LaterLook): void => void told.push(look);
      await lookLater(session, queue, target, added, tell, lifetime);
      waited = () => undefined;
      return told;
    },
  };
}

export function isTagRead({ method, path }: RecordedRequest): boolean {
  return method === 'GET' && path.endsWith('.sig');
}

export function isTagWrite({ method, path }: RecordedRequest): boolean {
  return method === 'PUT' && path.endsWith('.sig');
}
