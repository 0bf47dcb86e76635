// Plan a removal: what is there → what of it was chosen → what happens to each list, and what stays. Reads only; the
// person confirms the plan as it stands, and the run does that and nothing else.
import { createCheckingTime } from '../checks/checkingTime.ts';
import { describeUnjudged } from '../checks/judge.ts';
import { findSigner } from '../checks/signature.ts';
import { isEngineError } from '../errors.ts';
import { parsePublicKey } from '../keys/publicKey.ts';
import { formatRepository, type Repository } from '../oci/reference.ts';
import type { SignerKey } from '../plan.ts';
import { factsOf, withBudget, type RegistrySession } from '../registry/session.ts';
import { readTagDigests, type TagDigests } from '../registry/tagDigests.ts';
import type { RemovableSignature, RemoveList, RemovePlan, RemoveRequest } from '../removePlan.ts';
import type { FoundSignature } from '../signatures/foundSignature.ts';
import { signatureAnnotation } from '../signatures/readSignatureImage.ts';
import { obstacleTo } from '../store/signatureList.ts';
import type { TrustedKey } from '../trustedSigners/trustedKey.ts';
import type { EngineContext } from './context.ts';
import { planCredential } from './planCredential.ts';
import { readRemovable, type FoundList } from './removableLists.ts';

/** What a plan may cost: chosen orphans may be many, and so may the tags that could hold the same digest. */
const planBudget = { requests: 15_000, bytes: 256 * 1024 * 1024, milliseconds: 600_000 };

/**
 * The plan for removing what was chosen. Throws `bad-reference`, `bad-signature-repository`, `subject-not-found`,
 * `not-an-image`, `bad-key-file` and `unsupported-key` for the signer's key, and what reading the subject throws.
 */
export async function planRemove(
  engine: EngineContext,
  request: RemoveRequest,
  signal: AbortSignal,
): Promise<RemovePlan> {
  const session = withBudget(engine.session, planBudget, 'this look');
  const isChosen = chooser(request);
  const known = keysOf(request);
  const time = createCheckingTime(engine.world, 'planning a removal');
  const { image, lists, left } = await readRemovable(engine, session, request, signal);

  // Each repository is looked through once, and only where something would be deleted.
  const looks = new Map<string, Promise<TagDigests>>();
  const tagsIn = (repository: Repository): Promise<TagDigests> => {
    const name = formatRepository(repository);
    const look = looks.get(name) ?? readTagDigests(session, repository, new Map(), signal);
    looks.set(name, look);
    return look;
  };
  const planned: RemoveList[] = [];
  for (const list of lists) {
    const signatures: RemovableSignature[] = [];
    for (const found of list.found) {
      // Where there is no time left its signer is unknown, and it is not among those of a signer.
      const signer = await time.spend(() => signerOf(found, known), signal);
      signatures.push(describe(found, signer, isChosen(list, found, signer)));
    }
    planned.push(await planList(session, request, list, signatures, tagsIn, signal));
  }
  return { request, image, lists: planned, left, machine: engine.world.machine.name };
}

async function planList(
  session: RegistrySession,
  { whenEmpty, choice }: RemoveRequest,
  { repository, tag, subject, reading }: FoundList,
  signatures: readonly RemovableSignature[],
  tagsIn: (repository: Repository) => Promise<TagDigests>,
  signal: AbortSignal,
): Promise<RemoveList> {
  const isAllChosen =
    signatures.every(({ chosen }) => chosen) && (signatures.length > 0 || choice.kind === 'all');
  const isTouched = isAllChosen || signatures.some(({ chosen }) => chosen);
  const obstacle = isTouched ? obstacleTo(reading, subject) : undefined;
  const undeletable = factsOf(session, repository.registry).undeletable.has(repository.path);
  const leavesEmpty = whenEmpty === 'empty-list' || undeletable;
  const base = {
    ...{ repository: formatRepository(repository), tag, subject, manifest: reading.digest, signatures },
    ...{ obstacle, undeletable, otherTags: [] },
  };
  const access = isAllChosen && !leavesEmpty ? 'pull,push,delete' : 'pull,push';
  const credential = await planCredential(session, repository, access, signal);
  const as = (action: RemoveList['action']): RemoveList => ({ ...base, credential, action });
  if (!isTouched || obstacle !== undefined) return as('none');
  if (!isAllChosen) return as('rewrite');
  // An emptied list that is to stay one is that already.
  if (leavesEmpty) return as(signatures.length === 0 ? 'none' : 'empty-list');
  const otherTags = await othersOf(tagsIn, repository, tag, reading.digest);
  const isOnly = otherTags !== 'cannot-tell' && otherTags.length === 0;
  return { ...as(isOnly ? 'delete' : 'delete-tag'), otherTags };
}

/** Other tags of this digest: deleting it would take them along (S32). */
async function othersOf(
  tagsIn: (repository: Repository) => Promise<TagDigests>,
  repository: Repository,
  tag: string,
  digest: RemoveList['manifest'],
): Promise<RemoveList['otherTags']> {
  try {
    const { tagsOf, complete } = await tagsIn(repository);
    const others = (tagsOf.get(digest) ?? []).filter((other) => other !== tag);
    return others.length > 0 || complete ? others : 'cannot-tell';
  } catch (error) {
    if (isEngineError(error, 'cancelled')) throw error;
    return 'cannot-tell';
  }
}

type Chooser = (list: FoundList, found: FoundSignature, signer: TrustedKey | undefined) => boolean;

function chooser({ choice }: RemoveRequest): Chooser {
  switch (choice.kind) {
    case 'all':
      return () => true;
    case 'signer': {
      const { fingerprint } = trusted(choice.key).publicKey;
      return (_list, _found, signer) => signer?.publicKey.fingerprint === fingerprint;
    }
    case 'one':
      return ({ repository, tag }, { descriptor }) =>
        formatRepository(repository) === choice.repository &&
        tag === choice.tag &&
        descriptor.digest === choice.digest &&
        descriptor.annotations?.[signatureAnnotation] === choice.signature;
  }
}

function describe(
  found: FoundSignature,
  signer: TrustedKey | undefined,
  chosen: boolean,
): RemovableSignature {
  return {
    claimed: describeUnjudged(found),
    signer: signer && { fingerprint: signer.publicKey.fingerprint, label: signer.label },
    chosen,
  };
}

/** The signer whose signatures are chosen comes first: one key may be known by two names. */
function keysOf({ choice, knownKeys }: RemoveRequest): readonly TrustedKey[] {
  return choice.kind === 'signer'
    ? [trusted(choice.key), ...knownKeys.flatMap(readKnown)]
    : knownKeys.flatMap(readKnown);
}

function signerOf(found: FoundSignature, keys: readonly TrustedKey[]): TrustedKey | undefined {
  const { payload, signature } = found;
  if (payload === undefined || signature === undefined) return undefined;
  return findSigner({ ...found, payload, signature }, keys)?.key;
}

function trusted({ publicKeyPem, label }: SignerKey): TrustedKey {
  return { publicKey: parsePublicKey(publicKeyPem, label), label, file: '' };
}

/** A key that only names signers names none where it cannot be read. */
function readKnown(key: SignerKey): readonly TrustedKey[] {
  try {
    return [trusted(key)];
  } catch {
    return [];
  }
}
