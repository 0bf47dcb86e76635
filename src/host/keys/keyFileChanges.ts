// A key file that a rule names may get another key by a pull: the person is told, old → new, when a verification reads
// it for the first time since (S2).
import * as vscode from 'vscode';
import type { ReadKeyFile } from '../../engine/plan.ts';
import type { Host } from '../host.ts';
import { showWarning } from '../ui/messages.ts';

/** The same reader, remembering each file's fingerprint in this workspace and telling a change once, not waited for. */
export function announcingChanges(
  host: Pick<Host, 'engine' | 'extension'>,
  read: ReadKeyFile,
  tellChange: (file: string, before: string, found: string) => void = showChange,
): ReadKeyFile {
  const state = host.extension.workspaceState;
  return async (level, path, signal) => {
    const answer = await read(level, path, signal);
    const found = 'text' in answer ? fingerprintOf(host, answer.text) : undefined;
    if (found === undefined || !('text' in answer)) return answer;
    const name = `countersign.keyFile ${answer.realPath}`;
    const before = state.get(name);
    if (before === found) return answer;
    await state.update(name, found);
    if (typeof before === 'string') tellChange(answer.realPath, before, found);
    return answer;
  };
}

function fingerprintOf(host: Pick<Host, 'engine'>, text: string): string | undefined {
  try {
    return host.engine().readPublicKey(text, '').fingerprint;
  } catch {
    return undefined; // The rule's own fault says so.
  }
}

function showChange(file: string, before: string, found: string): void {
  void showWarning(
    vscode.l10n.t(
      'The key file {0}, which a rule of yours trusts, holds another key now: {1} → {2}.',
      file,
      before.slice(0, 12),
      found.slice(0, 12),
    ),
  );
}
