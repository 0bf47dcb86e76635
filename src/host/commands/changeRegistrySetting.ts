// Change a Setting… of a Check Registry report: one of the settings that go round a "no", at the level that the person picks.
// The product's own settings are named in the report; nobody but its administrator can change them.
import * as vscode from 'vscode';
import type { Advice } from '../../engine/registryCheck.ts';
import { nameOfSettingsFile, setSignatureSetting, type Level } from '../config.ts';
import { folderThatApplies } from '../folder.ts';
import type { Host } from '../host.ts';
import { openSettings } from '../ui/errorActions.ts';
import { showInfo, showStatus } from '../ui/messages.ts';
import { pickOne, type PickItem } from '../ui/picks.ts';
import { repositoryOf } from './registryToCheck.ts';
import { inBackground } from './told.ts';
import { writableLevels } from '../writableLevels.ts';

type Change = Exclude<Advice, { kind: 'product' | 'push-first' }>;

/** The command: only from the report of this session does it know what to offer. */
export async function changeRegistrySetting(host: Host, argument: unknown): Promise<void> {
  const repository = repositoryOf(host, argument);
  const report = repository === undefined ? undefined : host.reports.registries.find(repository);
  const changes = (report?.advice ?? []).filter(
    (one): one is Change => one.kind !== 'product' && one.kind !== 'push-first',
  );
  if (changes.length === 0) {
    const words = vscode.l10n.t('Nothing that was found there needs a setting of Countersign to be changed.');
    inBackground(host, showInfo(words));
    return;
  }
  const items = new Map(changes.map((change) => [change.kind, itemOf(change)]));
  const chosen = await pickOne([...items.values()], { title: vscode.l10n.t('Change a Setting') });
  if (chosen === undefined) return;
  // The name of a repository is for the person to write, where VS Code says what it is for.
  if (chosen.kind === 'signature-repository') return openSettings('signatureRepository');
  const folder = await folderThatApplies(host.extension.workspaceState);
  const level = await askLevel(folder);
  if (level === undefined) return;
  await setSignatureSetting('legacyMediaTypes', chosen.value, level, folder);
  showStatus(
    vscode.l10n.t(
      'countersign.legacyMediaTypes is {0} in {1}.',
      String(chosen.value),
      nameOfSettingsFile(level, folder),
    ),
  );
}

function itemOf(change: Change): PickItem<Change> {
  if (change.kind === 'signature-repository') {
    return {
      ...{ label: vscode.l10n.t('Sign into another repository…'), icon: 'repo', value: change },
      detail: vscode.l10n.t('Opens the setting countersign.signatureRepository.'),
    };
  }
  return {
    ...{ icon: 'file-binary', value: change },
    label: change.value
      ? vscode.l10n.t('Write signatures in Docker’s media types…')
      : vscode.l10n.t('Write signatures in OCI media types…'),
    detail: vscode.l10n.t(
      'Sets countersign.legacyMediaTypes to {0}, where you choose next.',
      String(change.value),
    ),
  };
}

/** The level, asked only where there is a choice; undefined where the person gave up. */
async function askLevel(folder: vscode.WorkspaceFolder | undefined): Promise<Level | undefined> {
  const levels = writableLevels();
  if (levels.length === 1) return levels[0];
  return pickOne(
    levels.map((level) => ({
      label: levelName(level),
      description: nameOfSettingsFile(level, folder),
      icon: level === 'user' ? 'account' : 'folder',
      value: level,
    })),
    { title: vscode.l10n.t('Set It Where?') },
  );
}

function levelName(level: Level): string {
  switch (level) {
    case 'user':
      return vscode.l10n.t('In all my windows');
    case 'workspace':
      return vscode.l10n.t('In this workspace');
    case 'folder':
      return vscode.l10n.t('In this folder');
  }
}
