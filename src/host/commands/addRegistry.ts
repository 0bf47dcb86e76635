// Add Registry: a host, a namespace or a repository from the start, because many registries list nothing (U9).
import * as vscode from 'vscode';
import * as config from '../config.ts';
import type { Host } from '../host.ts';
import { familiar, parseEntry } from '../tree/entry.ts';
import { entryProblem } from '../tree/entryWords.ts';
import { showStatus } from '../ui/messages.ts';
import { askText, pickOne } from '../ui/picks.ts';
import { withProgress } from '../ui/progress.ts';
import { writableLevels } from '../writableLevels.ts';

/** The command: from a node of the tree starts with its name, else offers the hosts of the Docker config. */
export async function addRegistry(host: Host, argument: unknown): Promise<void> {
  const node = host.registries.own(argument);
  const beginning =
    node === undefined ? await pickBeginning(host) : `${familiar(node.entry ?? node.registry)}/`;
  if (beginning === undefined) return;
  const typed = await askText({
    title: vscode.l10n.t('Add Registry'),
    prompt: vscode.l10n.t(
      'A registry, a namespace or a repository. It is reached over https; over plain http only on this machine, or where insecureRegistries lists it.',
    ),
    placeholder: 'ghcr.io/acme',
    value: beginning,
    validate: entryProblem,
  });
  if (typed === undefined) return;
  const { text } = parseEntry(typed);
  if (config.registries().some(({ name }) => name === text)) {
    showStatus(vscode.l10n.t('{0} is in the tree already', text));
    return;
  }
  const level = await pickLevel();
  if (level === undefined) return;
  await config.addRegistry(text, level);
  showStatus(vscode.l10n.t('Added {0}', text));
}

async function pickBeginning(host: Host): Promise<string | undefined> {
  const shown = new Set(config.registries().map(({ name }) => name));
  const known = await withProgress(vscode.l10n.t('Reading the Docker config'), true, (signal) =>
    host.engine().knownRegistries(signal),
  );
  // A Docker config may name what is no registry at all.
  const hosts = known.map(familiar).filter((name) => !shown.has(name) && entryProblem(name) === undefined);
  if (hosts.length === 0) return '';
  return pickOne(
    [
      { label: vscode.l10n.t('Enter a name…'), icon: 'edit', value: '' },
      ...hosts.map((name, index) => ({
        label: name,
        icon: 'server',
        value: name,
        ...(index === 0 ? { group: vscode.l10n.t('In your Docker config') } : {}),
      })),
    ],
    {
      title: vscode.l10n.t('Add Registry'),
      placeholder: vscode.l10n.t('Which registry, namespace or repository?'),
    },
  );
}

async function pickLevel(): Promise<'user' | 'workspace' | undefined> {
  const levels = writableLevels().filter((level) => level !== 'folder');
  const [only, ...others] = levels;
  if (others.length === 0) return only;
  const labels = {
    user: vscode.l10n.t('For me, in every workspace'),
    workspace: vscode.l10n.t('For this workspace'),
  };
  return pickOne(
    levels.map((level) => ({
      label: labels[level],
      description: config.nameOfSettingsFile(level, undefined),
      icon: level === 'user' ? 'account' : 'root-folder',
      value: level,
    })),
    { title: vscode.l10n.t('Add Registry'), placeholder: vscode.l10n.t('Where to keep it?') },
  );
}
