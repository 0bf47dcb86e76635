// Which key a command is about: the node it was started from, else the one that the person picks.
import { EngineError } from '../../engine/errors.ts';
import type { Host } from '../host.ts';
import type { StoredKey } from './keyStore.ts';
import { pickKey } from './pickKey.ts';

/** A node of the Keys view. */
export interface KeyNode {
  readonly key: StoredKey;
}

// Anything can be handed to a command: only nodes that the view made count (S38).
const ownNodes = new WeakSet<object>();

export function makeKeyNode(key: StoredKey): KeyNode {
  const node: KeyNode = { key };
  ownNodes.add(node);
  return node;
}

/** The key of the node, as it stands now; else the picked one. Undefined where the person gave up or has no key. */
export async function keyForCommand(
  host: Pick<Host, 'keys'>,
  argument: unknown,
  title: string,
): Promise<StoredKey | undefined> {
  const { keys, unread } = await host.keys.listing();
  if (typeof argument === 'object' && argument !== null && ownNodes.has(argument)) {
    const { key } = argument as KeyNode;
    const now = keys.find(({ fingerprint }) => fingerprint === key.fingerprint);
    if (now !== undefined) return now;
    throw unread ?? new EngineError('key-not-stored', { fingerprint: key.fingerprint, label: key.label });
  }
  if (keys.length === 0 && unread !== undefined) throw unread;
  return pickKey(keys, title);
}
