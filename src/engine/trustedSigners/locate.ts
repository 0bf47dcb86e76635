// Where a value stands in the text of a settings file (JSON with comments), for diagnostics at the right place.
import { findNodeAtLocation, parseTree } from 'jsonc-parser';

export interface TextRange {
  /** 0-based, in UTF-16 units. */
  readonly offset: number;
  readonly length: number;
}

/**
 * The value at a path, e.g. `['countersign.trustedSigners', 0, 'keys', 1]`; where that is not there (a missing field),
 * the nearest value above it. Undefined where not even the first step is there. Takes broken JSON as far as it goes.
 */
export function locateInSettings(text: string, path: readonly (string | number)[]): TextRange | undefined {
  const root = parseTree(text, [], { allowTrailingComma: true });
  for (let length = path.length; root !== undefined && length > 0; length -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node !== undefined) return { offset: node.offset, length: node.length };
  }
  return undefined;
}
