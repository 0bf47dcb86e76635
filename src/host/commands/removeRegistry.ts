// Remove Registry: takes an entry out of every settings level that holds it. Nothing in the registry changes.
import * as vscode from 'vscode';
import * as config from '../config.ts';
import type { Host } from '../host.ts';
import { showInfo, showStatus } from '../ui/messages.ts';
import { pickOne } from '../ui/picks.ts';

/** The command: from a node at the top of the tree at once, else asks which. */
export async function removeRegistry(host: Host, argument: unknown): Promise<void> {
  const node = host.registries.own(argument);
  const entry = node?.parent === undefined ? (node?.entry ?? (await pickEntry())) : await pickEntry();
  if (entry === undefined) return;
  await config.removeRegistry(entry);
  showStatus(vscode.l10n.t('Removed {0} from the tree', entry));
}

async function pickEntry(): Promise<string | undefined> {
  const registries = config.registries();
  if (registries.length === 0) {
    void showInfo(vscode.l10n.t('No registry was added yet.'));
    return undefined;
  }
  return pickOne(
    registries.map(({ name, levels }) => ({
      label: name,
      description: levels.map((level) => config.nameOfSettingsFile(level, undefined)).join(', '),
      icon: 'server',
      value: name,
    })),
    { title: vscode.l10n.t('Remove Registry'), placeholder: vscode.l10n.t('Which one?') },
  );
}
