// Check Registry by writing: the plan of it, which reads only, and the run of a confirmed plan. Under one tag that nobody
// has, with content that nobody else can have (S39); what was written is removed again, also behind a cancel (U13).
import { EngineError, isEngineError } from '../errors.ts';
import { findingNames } from '../findings.ts';
import { ociManifest } from '../oci/mediaTypes.ts';
import { parseRepository, type Repository } from '../oci/reference.ts';
import { nameOfTag } from '../places/signatureTag.ts';
import { createProber, notTried, type Prober } from '../probes/prober.ts';
import { probeRemoving, type Removed } from '../probes/removing.ts';
import { newNonce, scratchOf, scratchTag, type Scratch, type ScratchManifest } from '../probes/scratch.ts';
import { probeHanging, probeStoring } from '../probes/storing.ts';
import { probeUploads } from '../probes/uploads.ts';
import { createWriter, type Writer } from '../probes/writer.ts';
import { getManifest } from '../registry/manifests.ts';
import { mayRead } from '../registry/mayRead.ts';
import { factsOf, withBudget, withoutBudget, type RegistrySession } from '../registry/session.ts';
import { keepCredential } from '../registry/whoAmI.ts';
import type {
  CheckPlan,
  CheckRequest,
  CheckStep,
  Finding,
  LeftOver,
  RegistryReport,
} from '../registryCheck.ts';
import { checkRegistry, merged, reportOf } from './checkRegistry.ts';
import type { EngineContext } from './context.ts';
import { planCredential } from './planCredential.ts';
import { holdCredential } from './sameCredential.ts';

const writeBudget = { requests: 100, bytes: 16 * 1024 * 1024, milliseconds: 180_000 };
/** Its own, so that what was written can be removed when the other is spent. */
const removeBudget = { requests: 100, bytes: 16 * 1024 * 1024, milliseconds: 60_000 };

/**
 * What a write would do, by reading only; `report` is what was read before. Throws `bad-reference`, `place-not-readable`
 * where a 404 proves nothing (S17, S30), `bad-answer` where every tag exists, and what reading a tag throws.
 */
export async function planRegistryCheck(
  engine: EngineContext,
  request: CheckRequest,
  report: RegistryReport | undefined,
  signal: AbortSignal,
): Promise<CheckPlan> {
  const repository = parseRepository(request.repository);
  const known = report ?? (await checkRegistry(engine, request, () => undefined, signal));
  const nonce = newNonce(engine.world);
  const tag = scratchTag(nonce);
  if (!(await isFree(engine.session, repository, tag, signal))) {
    throw new EngineError('bad-answer', { registry: repository.registry, reason: 'every-tag-exists' });
  }
  return {
    ...{ request, repository: known.repository, tag, nonce, report: known },
    credential: await planCredential(engine.session, repository, 'pull,push,delete', signal),
    machine: engine.world.machine.name,
  };
}

/**
 * Does what the plan says and gives the whole report. A failure or a cancel ends the writing, and what was written is
 * removed: what could not be is in the report. Throws `plan-changed` (the tag exists by now; another credential),
 * `place-not-readable`, what reading the tag throws, and `cancelled` where nothing had been written.
 */
export async function runRegistryCheck(
  engine: EngineContext,
  plan: CheckPlan,
  watch: (step: CheckStep) => void,
  signal: AbortSignal,
): Promise<RegistryReport> {
  const repository = parseRepository(plan.repository);
  watch('reading');
  const { session } = await holdCredential(engine, plan.credential, repository, signal);
  const writer = createWriter(plan.tag);
  const scratch = scratchOf(plan.nonce);
  const limited = withBudget(session, writeBudget, 'this check');
  if (!(await isFree(limited, repository, plan.tag, signal))) {
    throw new EngineError('plan-changed', { what: 'tag', place: nameOfTag(repository, plan.tag) });
  }
  watch('writing');
  const written: Finding[] = [];
  const prober = createProber(limited, repository, signal);
  const removeAll = (): Promise<Removed> => remove(engine, session, repository, writer, scratch);
  const cancelled = await writeAll(prober, writer, scratch, written, signal).catch(async (error: unknown) => {
    await removeAll();
    throw error;
  });
  watch('removing');
  const removed = await removeAll();
  keepCredential(engine.session, repository);
  const findings = merged(
    plan.report.findings,
    notTried(cancelled ? 'cancelled' : 'needs-other', ...stillOpen(plan.report)),
    certain(written, plan.report),
    removed.findings,
  );
  rememberRefused(session, repository, findings);
  const requests = plan.report.requests + prober.replies.length;
  const report = reportOf(engine, repository, findings, requests);
  return { ...report, written: { tag: plan.tag, cancelled, left: removed.left } };
}

/** The next signature's plan says which media types are not taken there. */
function rememberRefused(
  session: RegistrySession,
  { registry, path }: Repository,
  findings: readonly Finding[],
): void {
  const { refusedTypes } = factsOf(session, registry);
  const isRefused = (name: Finding['name']): boolean =>
    findings.some((found) => found.name === name && found.answer === 'no');
  refusedTypes.delete(path);
  if (isRefused('oci-types')) refusedTypes.set(path, 'oci');
  else if (isRefused('docker-types')) refusedTypes.set(path, 'docker');
}

/** True where nothing stands under the tag, for a reader who may read there (S30). */
async function isFree(
  session: RegistrySession,
  repository: Repository,
  tag: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await getManifest(session, repository, tag, signal);
    return false;
  } catch (error) {
    if (!isEngineError(error, 'not-found')) throw error;
  }
  if (await mayRead(session, repository, signal)) return true;
  throw new EngineError('place-not-readable', { place: `${repository.registry}/${repository.path}` });
}

/** True where the person gave up on the way. */
async function writeAll(
  prober: Prober,
  writer: Writer,
  scratch: Scratch,
  findings: Finding[],
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const uploads = await probeUploads(prober, writer, scratch);
    findings.push(...uploads.findings);
    if (!uploads.are) return false;
    findings.push(...(await probeStoring(prober, writer, scratch)));
    const subject = writer.tagged();
    // What refers to another is an OCI manifest.
    if (subject?.mediaType === ociManifest)
      findings.push(...(await probeHanging(prober, writer, subject, scratch.referrer(subject))));
    return false;
  } catch (error) {
    // What was under way when the person gave up may have ended by a failure of its own.
    if (!signal.aborted && !isEngineError(error, 'cancelled')) throw error;
    if (writer.manifests.size === 0 && writer.blobs.size === 0) throw cancelledBy(error);
    return signal.aborted;
  }
}

function cancelledBy(error: unknown): EngineError {
  return isEngineError(error, 'cancelled')
    ? error
    : new EngineError('cancelled', { what: 'this check' }, error);
}

/** The person's cancel does not stop this: what was written is to be gone. Ends with the engine, and with its budget. */
async function remove(
  { lifetime }: EngineContext,
  session: RegistrySession,
  repository: Repository,
  writer: Writer,
  scratch: Scratch,
): Promise<Removed> {
  const limited = withBudget(withoutBudget(session), removeBudget, 'this check');
  const prober = createProber(limited, repository, lifetime);
  const subject = writer.tagged();
  const referrer: ScratchManifest | undefined = subject && scratch.referrer(subject);
  try {
    return await probeRemoving(prober, writer, referrer);
  } catch (error) {
    if (!isEngineError(error, 'cancelled')) throw error;
    return { findings: [], left: allOf(writer) };
  }
}

function allOf(writer: Writer): readonly LeftOver[] {
  const tagged = writer.tagged();
  const tag: readonly LeftOver[] =
    tagged === undefined ? [] : [{ kind: 'tag', tag: writer.tag, digest: tagged.digest }];
  const rest = (kind: 'manifest' | 'blob', digests: Iterable<LeftOver['digest']>): readonly LeftOver[] =>
    [...digests].map((digest) => ({ kind, tag: undefined, digest }));
  return [...tag, ...rest('manifest', writer.manifests.keys()), ...rest('blob', writer.blobs.keys())];
}

/** Of what reading had told, nothing is taken back by a write that could not tell. */
function certain(written: readonly Finding[], { findings }: RegistryReport): readonly Finding[] {
  const told = new Set(findings.filter(({ answer }) => answer !== 'cannot-tell').map(({ name }) => name));
  // That an index is stored does not make GitLab give it: what its tag answers was seen by reading.
  const isKept = (name: Finding['name']): boolean => name === 'fallback-tag' && told.has(name);
  return written.filter(({ name, answer }) => !isKept(name) && (answer !== 'cannot-tell' || !told.has(name)));
}

/** What only a write could tell. */
function stillOpen({ findings }: RegistryReport): Finding['name'][] {
  const open = new Set(
    findings
      .filter(({ evidence }) => evidence.kind === 'not-tried' && evidence.why === 'write')
      .map(({ name }) => name),
  );
  return findingNames.filter((name) => open.has(name));
}
