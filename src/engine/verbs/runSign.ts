// Run a confirmed plan: the same key, the same credential, the digest that was confirmed; then write without losing
// another's signature, read back, and go on looking behind the result (decision 6).
import type { OpenKeyHandle } from '../api.ts';
import { EngineError, isEngineError } from '../errors.ts';
import { parsePublicKey } from '../keys/publicKey.ts';
import { parseRepository, type Repository } from '../oci/reference.ts';
import { nameOfTag } from '../places/signatureTag.ts';
import type { LaterLook, SignPlan, SignResult, SignStep } from '../plan.ts';
import { getManifest } from '../registry/manifests.ts';
import { mayRead } from '../registry/mayRead.ts';
import { factsOf, quietSession } from '../registry/session.ts';
import { keepCredential } from '../registry/whoAmI.ts';
import { addSignature, type Addition } from '../store/addSignature.ts';
import { credentialMark, newNote } from '../store/journal.ts';
import { lookLater } from '../store/laterLooks.ts';
import type { EngineContext } from './context.ts';
import { asMediaTypesRefused } from './mediaTypesRefused.ts';
import { isSignedAlready, payloadOf } from './payloadOf.ts';
import { holdCredential } from './sameCredential.ts';

export interface SignWatch {
  readonly step: (step: SignStep) => void;
  readonly laterLook: (look: LaterLook) => void;
}

/**
 * Does what the plan says. Throws `plan-changed` when key or credential are no longer the planned ones or the planned
 * signatures are gone, `media-types-refused` and what reading and uploading throw (then nothing was written), and
 * `write-not-confirmed`.
 */
export async function runSign(
  engine: EngineContext,
  plan: SignPlan,
  key: OpenKeyHandle,
  watch: SignWatch,
  signal: AbortSignal,
): Promise<SignResult> {
  const { queue, lifetime } = engine;
  const repository = parseRepository(plan.place.repository);
  const target = { repository, tag: plan.place.tag };
  watch.step('reading');
  assertSameKey(plan, key);

  const image = parseRepository(plan.repository);
  const payload = payloadOf(image, plan.digest, plan.request.annotations);
  const publicKey = parsePublicKey(plan.request.key.publicKeyPem, plan.request.key.label);
  const addition: Omit<Addition, 'note' | 'assertMayStart'> = {
    target,
    signature: { payload, signature: key.sign(payload) },
    mediaTypes: plan.mediaTypes,
    expected: engine.seen.get(plan),
    isEquivalent: isSignedAlready(publicKey, payload),
  };
  const [added, session] = await queue.run(
    nameOfTag(repository, target.tag),
    async () => {
      // Behind another signature in the queue an account may have been switched meanwhile.
      const held = await holdCredential(engine, plan.credential, repository, signal);
      const assertMayStart = (stop: AbortSignal): Promise<void> =>
        assertAbsent(held, plan, image, repository, stop);
      const note = newNote(engine.world, {
        ...{ ...target, payload, mediaTypes: plan.mediaTypes, fingerprint: key.fingerprint },
        credential: credentialMark(plan.credential.description),
      });
      try {
        const whole = { ...addition, assertMayStart, note };
        return [await addSignature(held.session, whole, watch.step, signal, lifetime), held.session] as const;
      } catch (error) {
        const failure = asMediaTypesRefused(error, plan);
        if (isEngineError(failure, 'media-types-refused'))
          factsOf(held.session, repository.registry).refusedTypes.set(repository.path, plan.mediaTypes);
        throw failure;
      } finally {
        keepCredential(engine.session, repository);
      }
    },
    signal,
  );

  const result = { repository: plan.repository, digest: plan.digest, place: plan.place };
  if (added.outcome === 'already-there') {
    const { manifest, count } = added;
    return {
      ...result,
      outcome: 'already-signed',
      manifest,
      signatures: count,
      merges: 0,
      unconfirmed: undefined,
      isNoted: true,
      further: [],
    };
  }
  void lookLater(quietSession(session), queue, target, added, watch.laterLook, lifetime);
  const { manifest, count, merges, unconfirmed } = added.kept;
  if (!added.kept.isMineThere && unconfirmed !== undefined) {
    // The looks go on, and speak when they could write it.
    const name = nameOfTag(repository, target.tag);
    throw new EngineError('write-not-confirmed', { place: name, digest: manifest, reason: unconfirmed });
  }
  const { isNoted } = added;
  const noted = { unconfirmed, isNoted, further: [] };
  return { ...result, outcome: 'signed', manifest, signatures: count, merges, ...noted };
}

function assertSameKey(plan: SignPlan, key: OpenKeyHandle): void {
  const planned = plan.request.key.fingerprint;
  if (key.fingerprint === planned) return;
  throw new EngineError('plan-changed', { what: 'key', planned, found: key.fingerprint });
}

/** A plan is looked at for a moment; after that a right may be gone and a 404 mean that. */
const planBelievedFor = 5 * 60 * 1000;

/**
 * S30: a new `.sig` is started only after a 404 to a reader who may read, or a list that could not be read would be
 * overwritten. The plan has seen to that, unless it is old. Where it had seen signatures and now are none, somebody
 * removed them or the registry is wrong: the person has confirmed neither, and gets a new plan.
 */
async function assertAbsent(
  { session, world }: EngineContext,
  plan: SignPlan,
  image: Repository,
  repository: Repository,
  signal: AbortSignal,
): Promise<void> {
  const { state, layout, tag } = plan.place;
  if (state === 'will-be-created') return;
  const isFresh = world.clock.now() - plan.plannedAt < planBelievedFor;
  if (state === 'empty' && isFresh) return;
  if (layout === 'own') {
    await getManifest(session, image, plan.digest, signal);
  } else if (!(await mayRead(session, repository, signal))) {
    throw new EngineError('place-not-readable', { place: plan.place.repository });
  }
  if (state !== 'has-signatures') return;
  throw new EngineError('plan-changed', { what: 'place', place: nameOfTag(repository, tag) });
}
