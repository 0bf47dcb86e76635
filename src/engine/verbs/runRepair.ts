// Run a confirmed repair: what the plan showed as missing is written back, in the queue of its tag and by the protocol of
// signing; what is there is no longer waited for; all else stays as it is, until a person forgets it.
import { isEngineError, throwIfCancelled } from '../errors.ts';
import { decodeBase64 } from '../oci/base64.ts';
import type { DescriptorEntry } from '../oci/descriptorReader.ts';
import { failureOf } from '../places/failure.ts';
import { nameOfTag, type SignatureTagReading } from '../places/signatureTag.ts';
import type {
  LaterLook,
  RepairItem,
  RepairOutcome,
  RepairPlan,
  RepairResult,
  RepairedItem,
} from '../plan.ts';
import { quietSession } from '../registry/session.ts';
import { keepCredential } from '../registry/whoAmI.ts';
import { missingLayers } from '../signatures/sameLayers.ts';
import { newSignatureImage, type NewSignature } from '../signatures/signatureImage.ts';
import { signatureAnnotation } from '../signatures/readSignatureImage.ts';
import type { Written } from '../store/addSignature.ts';
import { isWaiting, noteOf, readEntry, removeEntry } from '../store/journal.ts';
import type { JournalEntry } from '../store/journalEntry.ts';
import { lookLater } from '../store/laterLooks.ts';
import { mergeIntoTag } from '../store/mergeIntoTag.ts';
import type { EngineContext } from './context.ts';
import { lookAtEntry } from './planRepair.ts';
import { holdWhoIsFound } from './sameCredential.ts';

/**
 * Does what the plan says, entry by entry; a failure of one is told of that one. `laterLook` is called from the
 * background as in signing. A cancel is obeyed until the write of an entry begins: `cancelled` is thrown, and nothing
 * else, where it came before the first was done; else what was done is in the result.
 */
export async function runRepair(
  engine: EngineContext,
  plan: RepairPlan,
  laterLook: (look: LaterLook) => void,
  signal: AbortSignal,
): Promise<RepairResult> {
  const items: RepairedItem[] = [];
  for (const item of plan.items) {
    try {
      throwIfCancelled(signal, 'repairing signatures');
      items.push({ item, outcome: await outcomeOf(engine, plan, item, laterLook, signal) });
    } catch (error) {
      if (items.length === 0) throw error;
      break;
    }
  }
  const others = plan.items.slice(items.length);
  return { items: [...items, ...others.map((item) => ({ item, outcome: { kind: 'not-tried' } as const }))] };
}

/** Takes these entries away: nobody waits for them any more. Never throws. */
export async function forgetUnconfirmed({ world }: EngineContext, ids: readonly string[]): Promise<void> {
  for (const id of ids) await removeEntry(world, id);
}

/** Throws `cancelled` only; then nothing was written. */
async function outcomeOf(
  engine: EngineContext,
  plan: RepairPlan,
  item: RepairItem,
  laterLook: (look: LaterLook) => void,
  signal: AbortSignal,
): Promise<RepairOutcome> {
  const { world, queue } = engine;
  if (item.finding.kind !== 'there' && item.finding.kind !== 'missing') return { kind: 'left' };
  try {
    return await queue.run(
      `${item.repository}:${item.tag}`,
      async () => {
        const entry = await readEntry(world, item.id);
        if (entry === undefined || 'problem' in entry || entry.mark !== item.mark) return { kind: 'changed' };
        // Looking at the entry compares the credential with the one that wrote: no other may come before the PUT.
        const held = await holdWhoIsFound(engine, entry.repository, signal);
        try {
          return await repairEntry(held, plan, { item, entry }, laterLook, signal);
        } finally {
          keepCredential(engine.session, entry.repository);
        }
      },
      signal,
    );
  } catch (error) {
    if (isEngineError(error, 'cancelled')) throw error;
    // What the look before the write saw is gone.
    if (isEngineError(error, 'plan-changed')) return { kind: 'changed' };
    return { kind: 'failed', reason: failureOf(error).code };
  }
}

async function repairEntry(
  engine: EngineContext,
  { request }: RepairPlan,
  { item, entry }: { readonly item: RepairItem; readonly entry: JournalEntry },
  laterLook: (look: LaterLook) => void,
  signal: AbortSignal,
): Promise<RepairOutcome> {
  const { world } = engine;
  const { item: now, reading } = await lookAtEntry(engine, entry, request.keys, signal);
  if (now.finding.kind === 'could-not-look') return { kind: 'failed', reason: now.finding.reason };
  if (now.finding.kind === 'there') {
    // A window that still looks takes its entry away itself.
    if (await isWaiting(world, entry)) await removeEntry(world, entry.id);
    return { kind: 'confirmed' };
  }
  if (now.finding.kind !== 'missing' || item.finding.kind !== 'missing') return { kind: 'changed' };
  return writeBack(engine, entry, reading, laterLook, signal);
}

async function writeBack(
  engine: EngineContext,
  entry: JournalEntry,
  expected: SignatureTagReading | undefined,
  laterLook: (look: LaterLook) => void,
  signal: AbortSignal,
): Promise<RepairOutcome> {
  const { session, world, queue, lifetime } = engine;
  const { repository, tag, layers, payload, mediaTypes } = entry;
  const place = nameOfTag(repository, tag);
  const target = { repository, tag };
  const signatures = layers.map((layer) => signatureIn(layer, payload));
  const wanted = newSignatureImage(signatures, mediaTypes, place);
  const added = await mergeIntoTag(session, target, { wanted, expected, anew: false }, signal, lifetime);
  if (added.outcome === 'already-there') return { kind: 'confirmed' };
  const { kept } = added;
  const note = noteOf(world, entry);
  const seen = missingLayers(layers, kept.known);
  const isNoted = await note.write({ layers, seen, manifest: kept.manifest, state: 'looking' });
  const written: Written = { kept, mine: layers, note, isNoted };
  void lookLater(quietSession(session), queue, target, written, laterLook, lifetime);
  // The looks go on, and speak when they could write it.
  if (!kept.isMineThere) return { kind: 'failed', reason: 'write-not-confirmed' };
  return { kind: 'written-back', unconfirmed: kept.unconfirmed };
}

/** What the layer was built of: built again it is the same layer. */
function signatureIn({ descriptor }: DescriptorEntry, payload: Uint8Array): NewSignature {
  const annotations = Object.entries(descriptor.annotations ?? {});
  const signature = decodeBase64(descriptor.annotations?.[signatureAnnotation] ?? '');
  const others = annotations.filter(([name]) => name !== signatureAnnotation);
  return { payload, signature: signature ?? new Uint8Array(), annotations: others };
}
