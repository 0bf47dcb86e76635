// Run a confirmed removal: the credential that was shown, the lists as they were shown; each is written again without
// what was chosen, or deleted, and read back.
import { EngineError, isEngineError } from '../errors.ts';
import { parseRepository, type Repository } from '../oci/reference.ts';
import { failureOf } from '../places/failure.ts';
import { nameOfTag, readSignatureTag } from '../places/signatureTag.ts';
import { factsOf } from '../registry/session.ts';
import { keepCredential } from '../registry/whoAmI.ts';
import type { ListResult, RemoveList, RemovePlan, RemoveResult, RemoveStep } from '../removePlan.ts';
import { removeSignatures, type Removal } from '../store/removeSignatures.ts';
import type { EngineContext } from './context.ts';
import { createTagLooks, type IsOnlyTag } from './onlyTag.ts';
import { holdCredential } from './sameCredential.ts';

/**
 * Does what the plan says, list after list; `done` of `all` tells how far. A list that fails is in the result, unless
 * nothing at all was removed yet: then its error is thrown. Throws `plan-changed` where a list or a credential is not
 * the one that the plan showed, what reading a list and holdCredential throw, and what removeSignatures throws.
 */
export async function runRemove(
  engine: EngineContext,
  plan: RemovePlan,
  watch: (step: RemoveStep, done: number, all: number) => void,
  signal: AbortSignal,
): Promise<RemoveResult> {
  const lists = plan.lists.filter(({ action }) => action !== 'none');
  // One list is read afresh in the removal itself; of several, none is touched where any is another one.
  if (lists.length > 1) for (const list of lists) await assertSameList(engine, list, signal);

  const isOnlyTag = createTagLooks(engine.session);
  const results: ListResult[] = [];
  for (const list of lists) {
    const step = (name: RemoveStep): void => watch(name, results.length, lists.length);
    try {
      results.push(await removeList(engine, list, isOnlyTag, step, signal));
    } catch (error) {
      if (!results.some(mayHaveChanged) && !isUncertain(error)) throw error;
      results.push({ ...untouched(list), outcome: 'failed', failure: failureOf(error) });
      if (isEngineError(error, 'cancelled')) break;
    }
  }
  const tried = results.length;
  return { lists: [...results, ...lists.slice(tried).map(untouched)] };
}

async function removeList(
  engine: EngineContext,
  list: RemoveList,
  isOnlyTag: IsOnlyTag,
  watch: (step: RemoveStep) => void,
  signal: AbortSignal,
): Promise<ListResult> {
  const { queue, lifetime } = engine;
  const repository = parseRepository(list.repository);
  const removal = removalOf(list, repository, isOnlyTag);
  const removed = await queue.run(
    nameOfTag(repository, list.tag),
    async () => {
      // Behind another task in the queue an account may have been switched meanwhile.
      const { session } = await holdCredential(engine, list.credential, repository, signal);
      try {
        return await removeSignatures(session, removal, watch, signal, lifetime);
      } catch (error) {
        // Many delete by digest only: what they say of a tag is not said of everything.
        if (isEngineError(error, 'cannot-delete') && error.details.by === 'digest') {
          factsOf(session, repository.registry).undeletable.add(repository.path);
        }
        throw error;
      } finally {
        keepCredential(engine.session, repository);
      }
    },
    signal,
  );
  return { ...untouched(list), ...removed };
}

function removalOf(list: RemoveList, repository: Repository, isOnlyTag: IsOnlyTag): Removal {
  const { tag, subject, manifest, action, signatures } = list;
  return {
    target: { repository, tag },
    subject,
    planned: manifest,
    isChosen: ({ index }) => signatures[index]?.chosen === true,
    whenEmpty: action === 'empty-list' ? 'empty-list' : 'delete',
    isOnlyTag: async (digest, signal) =>
      action !== 'delete-tag' && (await isOnlyTag(repository, tag, digest, signal)),
  };
}

async function assertSameList(
  { session }: EngineContext,
  { repository: name, tag, manifest }: RemoveList,
  signal: AbortSignal,
): Promise<void> {
  const repository = parseRepository(name);
  const reading = await readSignatureTag(session, repository, tag, signal);
  if (reading?.digest === manifest) return;
  throw new EngineError('plan-changed', { what: 'list', place: nameOfTag(repository, tag) });
}

/** Something may be gone: the person is to see which of the others are. */
function isUncertain(error: unknown): boolean {
  return isEngineError(error, 'removal-not-confirmed');
}

/**
 * Of a failure this says only that something may have changed by then: it is in the results where it is uncertain itself,
 * or where it stands behind a list that was changed or may have been.
 */
function mayHaveChanged({ outcome }: ListResult): boolean {
  return outcome !== 'not-tried';
}

function untouched({ repository, tag, subject, signatures }: RemoveList): ListResult {
  return {
    ...{ repository, tag, subject, outcome: 'not-tried', removed: 0, left: signatures.length },
    ...{ told: true, unconfirmed: undefined, failure: undefined },
  };
}
