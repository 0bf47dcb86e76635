// What tests of Check Registry share: findings as short lines that a table can hold, and a check from beginning to end.
import type { EngineApi } from '../../src/engine/api.ts';
import type { FindingName } from '../../src/engine/findings.ts';
import type { Evidence, Finding, RegistryReport } from '../../src/engine/registryCheck.ts';
import { noSignal } from './scene.ts';

/** `yes`, `no` or `?`, and behind it what tells registries apart: a code, a way of paging, a header that is not there. */
export type Told = Partial<Readonly<Record<FindingName, string>>>;

/** Reads, plans, and writes under the scratch tag. */
export async function checkWholly(
  engine: EngineApi,
  repository: string,
  signal = noSignal,
): Promise<RegistryReport> {
  const request = { repository };
  const report = await engine.checkRegistry(request, () => undefined, signal);
  const plan = await engine.planRegistryCheck(request, report, signal);
  return engine.runRegistryCheck(plan, () => undefined, signal);
}

/** Every finding in short. */
export function toldIn({ findings }: Pick<RegistryReport, 'findings'>): Required<Told> {
  return Object.fromEntries(findings.map((one) => [one.name, inShort(one)])) as Required<Told>;
}

function inShort({ answer, evidence }: Finding): string {
  const said = shortEvidence(evidence);
  const word = answer === 'cannot-tell' ? '?' : answer;
  return said === '' ? word : `${word} ${said}`;
}

function shortEvidence(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'answered':
      return [String(evidence.status), evidence.code, evidence.type === 'text/plain' ? 'text' : '']
        .filter((part) => part !== '')
        .join(' ');
    case 'failed':
      return evidence.failure.code;
    case 'not-tried':
      return evidence.why;
    case 'connection':
      return evidence.scheme;
    case 'product':
      return [evidence.name, evidence.by, evidence.version ?? ''].filter((part) => part !== '').join(', ');
    case 'credential':
      return evidence.credential.kind;
    case 'token':
      return 'token';
    case 'header':
      return evidence.name;
    case 'no-header':
      return '';
    case 'paging':
      return evidence.how;
    case 'clock':
      return '';
    case 'limit':
      return `${evidence.remaining} of ${evidence.limit}`;
    case 'holds':
      return 'holds';
    case 'seen':
      return 'seen';
    case 'not-so':
      return 'not so';
    case 'took':
      return evidence.what.join(' ');
    case 'is-the-subject':
      return 'is the subject';
  }
}
