// Check Registry by reading only: who answers → who asks → what it lists → how an image reads → what hangs on it. Every
// step that fails is "could not tell" (registries §1b is the table of what registries differ in).
import { findingNames } from '../findings.ts';
import { digestOf } from '../oci/digest.ts';
import { formatRepository, parseRepository, type Repository } from '../oci/reference.ts';
import { adviceOn } from '../probes/advice.ts';
import { probeConnection, productFinding, rateLimitFinding, recognised } from '../probes/connection.ts';
import { probeLists } from '../probes/lists.ts';
import { createProber, notTried, type Prober } from '../probes/prober.ts';
import { probeImage, probeMissing } from '../probes/reading.ts';
import { probeFallbackTag, probeReferrers } from '../probes/referrers.ts';
import { newNonce, scratchType } from '../probes/scratch.ts';
import { probeAnonymousRead, probeGrants, probeSignIn } from '../probes/signIn.ts';
import { keepCredential } from '../registry/whoAmI.ts';
import { withBudget } from '../registry/session.ts';
import type { CheckRequest, Finding, RegistryReport } from '../registryCheck.ts';
import type { EngineContext } from './context.ts';

/** Some thirty requests; more only where a registry sends them round. */
const readBudget = { requests: 80, bytes: 32 * 1024 * 1024, milliseconds: 120_000 };

/**
 * What reading tells of a registry, for one of its repositories. `watch` is told after each question how many there were.
 * Throws `bad-reference` and `cancelled`; whatever else fails is in the findings.
 */
export async function checkRegistry(
  engine: EngineContext,
  request: CheckRequest,
  watch: (requests: number) => void,
  signal: AbortSignal,
): Promise<RegistryReport> {
  const repository = parseRepository(request.repository);
  const session = withBudget(engine.session, readBudget, 'this check');
  const prober = watched(createProber(session, repository, signal), watch);
  const connection = await probeConnection(prober);
  const told = connection.isReached ? await readAll(engine, prober) : [];
  keepCredential(engine.session, repository);
  const product = connection.isReached ? recognised(prober, connection.first) : undefined;
  const findings = merged(
    notTried('stopped', ...findingNames),
    told,
    connection.findings,
    connection.isReached ? [productFinding(prober, product), rateLimitFinding(prober)] : [],
  );
  return reportOf(engine, repository, findings, prober.replies.length + 1);
}

async function readAll({ world }: EngineContext, prober: Prober): Promise<readonly Finding[]> {
  const nonce = newNonce(world);
  const signIn = await probeSignIn(prober);
  // The first question of the repository brings its challenge: only then can grants be told.
  const lists = await probeLists(prober);
  const grants = await probeGrants(prober);
  const isListed = lists.findings.some(({ name, answer }) => name === 'tag-list' && answer === 'yes');
  const pulled = grants.map((grant) => (isListed ? readInstead(grant) : grant));
  const open = await probeAnonymousRead(prober, isListed);
  const { findings, image } = await probeImage(prober, lists.tags);
  const missing = await probeMissing(prober, nonce);
  const subject = image?.digest ?? digestOf(new TextEncoder().encode(nonce));
  const hanging = await probeReferrers(prober, subject, `${scratchType}.${nonce}`);
  const fallback =
    image === undefined ? notTried('write', 'fallback-tag') : [await probeFallbackTag(prober, subject)];
  return [
    ...notTried('write', ...findingNames),
    signIn,
    ...lists.findings,
    ...pulled,
    open,
    ...findings,
    ...missing,
    ...hanging,
    ...fallback,
  ];
}

/** Who has just read may read, also where tokens do not tell. */
function readInstead(grant: Finding): Finding {
  if (grant.name !== 'pull' || grant.answer !== 'cannot-tell') return grant;
  return { name: 'pull', answer: 'yes', evidence: { kind: 'seen' } };
}

function watched(prober: Prober, watch: (requests: number) => void): Prober {
  return {
    ...prober,
    ask: async (question) => {
      const asked = await prober.ask(question);
      watch(prober.replies.length);
      return asked;
    },
  };
}

/** One finding of each name, the later ones over the earlier, in the order of the report. */
export function merged(...parts: readonly (readonly Finding[])[]): readonly Finding[] {
  const latest = new Map(parts.flat().map((finding) => [finding.name, finding]));
  return findingNames.flatMap((name) => latest.get(name) ?? []);
}

/** The report of these findings. */
export function reportOf(
  { world }: EngineContext,
  repository: Repository,
  findings: readonly Finding[],
  requests: number,
): RegistryReport {
  return {
    repository: formatRepository(repository),
    findings,
    advice: adviceOn(findings),
    written: undefined,
    requests,
    checkedAt: world.clock.now(),
  };
}
