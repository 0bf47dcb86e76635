// A rule that came with a folder names a key file of that folder: who can change the folder can change whom it trusts.
// So the key of each such file is remembered, and another one is announced, old → new (S2).
import * as vscode from 'vscode';
import type { ReadKeyFile } from '../../engine/plan.ts';
import type { Host } from '../host.ts';
import { showWarning } from '../ui/messages.ts';
import { shortFingerprint } from './keyWords.ts';

/** Reads as `read` does, and announces a key that is another one than last time in this workspace. */
export function announcingReader(host: Host, read: ReadKeyFile): ReadKeyFile {
  return async (level, path, signal) => {
    const answer = await read(level, path, signal);
    if (level !== 'user' && 'text' in answer) await compare(host, answer.text, answer.realPath);
    return answer;
  };
}

async function compare(host: Host, text: string, realPath: string): Promise<void> {
  const now = fingerprintOf(host, text);
  const remembered = `countersign.keyFile ${realPath}`;
  const { workspaceState } = host.extension;
  const before = workspaceState.get<string>(remembered);
  if (now === undefined || now === before) return;
  await workspaceState.update(remembered, now);
  if (before === undefined) return;
  const words = vscode.l10n.t(
    'The key file {0}, which a rule of this workspace trusts, holds another key now: {1} → {2}.',
    realPath,
    shortFingerprint(before),
    shortFingerprint(now),
  );
  void showWarning(words);
}

/** Undefined for what is no public key: the rule is broken then, and says so itself. */
function fingerprintOf(host: Host, text: string): string | undefined {
  try {
    return host.engine().readPublicKey(text, '').fingerprint;
  } catch {
    return undefined;
  }
}
