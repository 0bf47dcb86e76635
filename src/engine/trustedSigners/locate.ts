// Where a value stands in the text of a settings file (JSON with comments), for diagnostics at the right place.
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import type { UnknownField } from '../problems.ts';
import { isRuleField } from './rules.ts';

export interface TextRange {
  /** 0-based, in UTF-16 units. */
  readonly offset: number;
  readonly length: number;
}

/**
 * The value at a path, e.g. `['countersign.trustedSigners', 0, 'keys', 1]`; where that is not there (a missing field),
 * the nearest value above it. Undefined where not even the first step is there. Takes broken JSON as far as it goes.
 */
export function locateInSettings(
  text: string,
  path: readonly (string | number | UnknownField)[],
): TextRange | undefined {
  let found: Node | undefined;
  let node = parseTree(text, [], { allowTrailingComma: true });
  for (const step of path) {
    node = node && (typeof step === 'object' ? unknownField(node, step) : findNodeAtLocation(node, [step]));
    if (node === undefined) break;
    found = node;
  }
  return found && { offset: found.offset, length: found.length };
}

function unknownField(rule: Node, { unknownField: position }: UnknownField): Node | undefined {
  const values = new Map<string, Node | undefined>();
  for (const { children: [name, value] = [] } of rule.children ?? []) values.set(String(name?.value), value);
  return [...values].filter(([name]) => !isRuleField(name))[position]?.[1];
}
