// Every problem of every rule, for diagnostics in settings.json: also of rules that name no image at hand (S3).
import type { RuleProblem, TrustLevel, TrustRequest } from '../plan.ts';
import { loadKeys, loadOwnKeys } from './ruleKeys.ts';
import { parseRules } from './rules.ts';

/** Reads all rules of all levels with their keys. The paths are those inside each level's value. Throws `cancelled`. */
export async function checkRules(trust: TrustRequest, signal: AbortSignal): Promise<readonly RuleProblem[]> {
  const problems = await Promise.all(trust.levels.map((level) => checkLevel(level, trust, signal)));
  return problems.flat();
}

async function checkLevel(
  level: TrustLevel,
  trust: TrustRequest,
  signal: AbortSignal,
): Promise<readonly RuleProblem[]> {
  const own = loadOwnKeys(trust.ownKeys);
  const faults = await Promise.all(
    parseRules(level).map(async (rule) => {
      const loaded = await loadKeys(rule, level.level, own, trust.readKeyFile, signal);
      return [...rule.faults, ...loaded.faults];
    }),
  );
  return faults.flat().map(({ path, fault }) => ({ level: level.level, source: level.source, path, fault }));
}
