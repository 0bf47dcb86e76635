// Which rules judge an image (security S1, S3, S6, S11): the user's where one of them names it, else the
// workspace's, else the folder's, else the person's own keys. One level judges, never a mixture.
import type { OwnKeys, ReadKeyFile, TrustLevel } from '../plan.ts';
import type { RuleLevel } from '../verdict.ts';
import type { Repository } from '../oci/reference.ts';
import { throwIfCancelled } from '../errors.ts';
import { loadKeys, loadOwnKeys } from './ruleKeys.ts';
import type { LoadedOwnKeys } from './ruleKeys.ts';
import { covers, parseRules } from './rules.ts';
import type { LocatedFault, Rule } from './rules.ts';
import type { TrustedKey } from './trustedKey.ts';

/** A rule that names the image: any one of its keys satisfies it, or it is broken and satisfied by none (S3). */
export interface ChosenRule {
  /** The pattern as written; empty where it is bad, and for own keys. */
  readonly images: string;
  readonly keys: readonly TrustedKey[];
  /** Only a signature made under the very name of the image satisfies it (S16). */
  readonly sameName: boolean;
  /** Not empty: the rule cannot be used. */
  readonly faults: readonly LocatedFault[];
}

export interface ChosenJudges {
  readonly level: RuleLevel;
  /** The settings file, in words; empty for own keys. */
  readonly source: string;
  /** Every rule of the level that names the image: all must hold. Empty where there is not even an own key. */
  readonly rules: readonly ChosenRule[];
  /** The person's own keys: they name a signer, and judge only where the level is `own-keys`. */
  readonly ownKeys: readonly TrustedKey[];
  /** Set where own keys judge and there may be others, which could not be listed: one of them may have signed. */
  readonly moreOwnKeys?: true;
}

/** Every signature is tried with every key: what a settings file may cost has a bound (S40). */
const keyLimit = 100;

const levelOrder = ['user', 'workspace', 'folder'] as const;

/**
 * Chooses the rules that judge this repository and reads their keys.
 * `levels` are the settings as they stand, untrusted, at most one of each level (for the folder the one that
 * applies). Never throws for what they contain: what cannot be used is a rule with faults. Throws `cancelled`.
 */
export async function chooseJudges(
  levels: readonly TrustLevel[],
  ownKeys: OwnKeys,
  repository: Repository,
  readKeyFile: ReadKeyFile,
  signal: AbortSignal,
): Promise<ChosenJudges> {
  throwIfCancelled(signal, 'reading the rules for signers');
  const own = loadOwnKeys(ownKeys);
  for (const name of levelOrder) {
    for (const level of levels.filter((candidate) => candidate.level === name)) {
      const naming = limited(parseRules(level).filter((rule) => covers(rule, repository)));
      if (naming.length === 0) continue;
      const rules = await Promise.all(naming.map((rule) => choose(rule, level, own, readKeyFile, signal)));
      throwIfCancelled(signal, 'reading the rules for signers');
      return { level: level.level, source: level.source, rules, ownKeys: own.keys };
    }
  }
  const { keys, faults, complete } = own;
  const none = complete && keys.length === 0 && faults.length === 0;
  const rules = none ? [] : [{ images: '', keys, sameName: false, faults }];
  const chosen = { level: 'own-keys' as const, source: '', rules, ownKeys: keys };
  return complete ? chosen : { ...chosen, moreOwnKeys: true };
}

/** The same rules, or all of them broken where they name more keys together than anybody trusts on purpose. */
function limited(rules: readonly Rule[]): readonly Rule[] {
  if (rules.reduce((count, rule) => count + rule.keys.length, 0) <= keyLimit) return rules;
  return rules.map((rule) => ({
    ...rule,
    faults: [
      ...rule.faults,
      { path: [rule.index, 'keys'], fault: { code: 'too-many-keys', limit: keyLimit } },
    ],
  }));
}

async function choose(
  rule: Rule,
  level: TrustLevel,
  own: LoadedOwnKeys,
  readKeyFile: ReadKeyFile,
  signal: AbortSignal,
): Promise<ChosenRule> {
  const { images, sameName } = rule;
  // A rule that is broken anyway reads no file: nobody waits for keys that cannot count.
  if (rule.faults.length > 0) return { images, sameName, keys: [], faults: rule.faults };
  const loaded = await loadKeys(rule, level.level, own, readKeyFile, signal);
  // One bad key breaks the rule: the person meant it to count, and would not see that it does not.
  return { images, sameName, keys: loaded.faults.length > 0 ? [] : loaded.keys, faults: loaded.faults };
}
