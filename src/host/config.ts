// The settings, typed and per level. The only file that reads or writes them. VS Code replaces arrays across levels
// instead of merging them, so every level is read for itself by inspect() (S1); what weakens is read from the user's
// own settings only (S10), and a workspace that is not trusted says nothing at all (N2).
import * as vscode from 'vscode';
import { EngineError } from '../engine/errors.ts';
import type { SignatureSettings, TrustLevel } from '../engine/plan.ts';
import type { Origin } from '../engine/verdict.ts';
import { section, settings } from './ids.ts';
import { badEntriesIn, namesIn, withName, withoutName } from './registryEntries.ts';
import { isBoolean, isLayout, isRule, isText, ownOf, type Inspected } from './settingTypes.ts';

export type Setting = keyof typeof settings;
export type Level = TrustLevel['level'];

/** A value with the level that set it. */
interface Leveled {
  readonly level: Level;
  readonly value: unknown;
}

/** The signature settings for images signed or verified from this folder. Throws `bad-setting` for a wrong type. */
export function signatureSettings(folder: vscode.WorkspaceFolder | undefined): SignatureSettings {
  const repository = strongest('signatureRepository', folder, isText);
  const layout = strongest('signatureRepositoryLayout', folder, isLayout);
  const legacy = strongest('legacyMediaTypes', folder, isBoolean);
  return {
    signatureRepository: repository?.value.trim() === '' ? undefined : repository,
    layout,
    legacyMediaTypes: legacy,
  };
}

/** The rules of every level as they stand, untouched; levels that set nothing are left out (S1). */
export function trustLevels(folder: vscode.WorkspaceFolder | undefined): readonly TrustLevel[] {
  return levelsOf('trustedSigners', folder, 'own-settings-only').map(({ level, value }) => ({
    level,
    source: nameOfSettingsFile(level, folder),
    value,
  }));
}

/** What decides trust and places in this folder, as text: equal where two folders agree (V3). */
export function settingsOfFolder(folder: vscode.WorkspaceFolder): string {
  const places = ['signatureRepository', 'signatureRepositoryLayout', 'legacyMediaTypes'] as const;
  const rules = levelsOf('trustedSigners', folder).find(({ level }) => level === 'folder');
  return JSON.stringify([rules?.value, ...places.map((place) => levelsOf(place, folder).at(-1)?.value)]);
}

export interface ConfiguredRegistry {
  /** As it stands in the settings, trimmed: a host, a namespace or a repository. */
  readonly name: string;
  readonly levels: readonly Level[];
}

/** The union of all levels' `registries`, user's first; `badRegistries` has what is not text. */
export function registries(): readonly ConfiguredRegistry[] {
  const found = new Map<string, Level[]>();
  for (const { level, value } of levelsOf('registries', undefined)) {
    for (const name of namesIn(value)) found.set(name, [...(found.get(name) ?? []), level]);
  }
  return [...found].map(([name, levels]) => ({ name, levels }));
}

/** Entries of `registries` that are not text, by level and position. */
export function badRegistries(): readonly { readonly level: Level; readonly position: number | undefined }[] {
  return levelsOf('registries', undefined).flatMap(({ level, value }) =>
    badEntriesIn(value).map(({ position }) => ({ level, position })),
  );
}

/** Registries that may be spoken to over plain http. Never answered by a workspace (S10). */
export function insecureRegistries(): readonly string[] {
  return namesIn(ownValue('insecureRegistries')).map((name) => name.toLowerCase());
}

/** What this person's own settings say, and nobody else's: for all that weakens (S10). */
export function ownValue(setting: Setting): unknown {
  return levelsOf(setting, undefined, 'own-settings-only').find(isUser)?.value;
}

/** One of VS Code's own settings, as the person set it; undefined where the person did not. */
export function editorValue(setting: string): unknown {
  return vscode.workspace.getConfiguration().inspect(setting)?.globalValue;
}

/**
 * VS Code's own `github-enterprise.uri`, where the settings file of this person says it and nothing overrides it: neither
 * the workspace nor the settings of a remote machine.
 */
export function gitHubEnterpriseUri(): unknown {
  const configuration = vscode.workspace.getConfiguration('github-enterprise');
  const own = ownOf(configuration.inspect('uri') ?? {});
  return configuration.get<unknown>('uri') === own ? own : undefined;
}

export function showsSignatureTags(): boolean {
  return strongest('showSignatureTags', undefined, isBoolean)?.value ?? false;
}

/** Calls when settings change; `affects` tells which. */
export function onDidChangeSettings(
  listener: (affects: (...changed: readonly Setting[]) => boolean) => void,
): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration(section)) return;
    listener((...changed) => changed.some((setting) => event.affectsConfiguration(fullName(setting))));
  });
}

/** Adds a registry, namespace or repository at that level, once. */
export async function addRegistry(name: string, level: 'user' | 'workspace'): Promise<void> {
  const value = valueAt('registries', level, undefined);
  if (!namesIn(value).includes(name)) await write('registries', level, withName(value, name), undefined);
}

/** Removes a registry from every level that holds it. */
export async function removeRegistry(name: string): Promise<void> {
  for (const { level, value } of levelsOf('registries', undefined)) {
    if (!namesIn(value).includes(name)) continue;
    await write('registries', level, withoutName(value, name), undefined);
  }
}

/** Appends a rule to `trustedSigners` of that level. Throws `bad-setting` where the value there is not a list. */
export async function addTrustRule(
  rule: { readonly images: string; readonly keys: readonly string[] },
  level: Level,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<void> {
  const value = valueAt('trustedSigners', level, folder) ?? [];
  if (!Array.isArray(value)) throw badSetting('trustedSigners', level);
  await write('trustedSigners', level, [...(value as unknown[]), rule], folder);
}

/** Adds a key to the first rule of that level with exactly this pattern; where there is none, appends a rule. */
export async function addKeyToTrustRule(
  images: string,
  key: string,
  level: Level,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<void> {
  const value = valueAt('trustedSigners', level, folder);
  const rules: readonly unknown[] = Array.isArray(value) ? value : [];
  const at = rules.findIndex((rule) => isRule(rule) && rule.images === images);
  const rule = rules[at];
  if (!isRule(rule)) return addTrustRule({ images, keys: [key] }, level, folder);
  await write('trustedSigners', level, rules.with(at, { ...rule, keys: [...rule.keys, key] }), folder);
}

/** Sets one of the settings that say how and where signatures are written. */
export async function setSignatureSetting(
  setting: 'legacyMediaTypes' | 'signatureRepository',
  value: boolean | string,
  level: Level,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<void> {
  await write(setting, level, value, folder);
}

/** Shows or hides signature tags: at the workspace's level where that sets it, else at the user's. */
export async function setShowSignatureTags(shown: boolean): Promise<void> {
  const level = valueAt('showSignatureTags', 'workspace', undefined) === undefined ? 'user' : 'workspace';
  await write('showSignatureTags', level, shown, undefined);
}

/** The settings file of a level, in words, e.g. `.vscode/settings.json of api`. */
export function nameOfSettingsFile(level: Level, folder: vscode.WorkspaceFolder | undefined): string {
  const file = '.vscode/settings.json';
  if (level === 'user') return vscode.l10n.t('your user settings');
  if (level === 'folder') return vscode.l10n.t('{0} of {1}', file, folder?.name ?? '');
  const workspaceFile = vscode.workspace.workspaceFile;
  return workspaceFile === undefined ? file : (workspaceFile.path.split('/').pop() ?? file);
}

// Weakest first. `own-settings-only`: of the user's values only those of this person's own settings file count, not
// those of a remote machine, which a repository's dev container may write.
function levelsOf(
  setting: Setting,
  folder: vscode.WorkspaceFolder | undefined,
  users: 'any' | 'own-settings-only' = 'any',
): readonly Leveled[] {
  const inspected = inspect(setting, folder);
  const own = users === 'any' ? inspected.globalValue : ownOf(inspected);
  const found: Leveled[] = [{ level: 'user', value: own }];
  if (vscode.workspace.isTrusted) {
    found.push({ level: 'workspace', value: inspected.workspaceValue });
    // With a single folder both name the same file.
    const several = vscode.workspace.workspaceFile !== undefined;
    if (several) found.push({ level: 'folder', value: inspected.workspaceFolderValue });
  }
  return found.filter(({ value }) => value !== undefined);
}

/** The value of the strongest level that sets it. Throws `bad-setting` for one that does not fit. */
export function strongest<T>(
  setting: Setting,
  folder: vscode.WorkspaceFolder | undefined,
  fits: (value: unknown) => value is T,
): { readonly value: T; readonly origin: Origin } | undefined {
  const found = levelsOf(setting, folder).at(-1);
  if (found === undefined) return undefined;
  if (!fits(found.value)) throw badSetting(setting, found.level);
  const name = found.level === 'folder' ? (folder?.name ?? '') : '';
  return { value: found.value, origin: { kind: found.level, name } };
}

/** The value that this level sets. */
export function valueAt(setting: Setting, level: Level, folder: vscode.WorkspaceFolder | undefined): unknown {
  const inspected = inspect(setting, folder);
  if (level === 'user') return inspected.globalValue;
  return level === 'workspace' ? inspected.workspaceValue : inspected.workspaceFolderValue;
}

function inspect(setting: Setting, folder: vscode.WorkspaceFolder | undefined): Inspected {
  return vscode.workspace.getConfiguration(section, folder ?? null).inspect(settings[setting]) ?? {};
}

/** Writes a setting at one level. */
export async function write(
  setting: Setting,
  level: Level,
  value: unknown,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<void> {
  const targets = {
    user: vscode.ConfigurationTarget.Global,
    workspace: vscode.ConfigurationTarget.Workspace,
    folder: vscode.ConfigurationTarget.WorkspaceFolder,
  };
  const configuration = vscode.workspace.getConfiguration(section, folder ?? null);
  await configuration.update(settings[setting], value, targets[level]);
}

function isUser({ level }: Leveled): boolean {
  return level === 'user';
}

function fullName(setting: Setting): string {
  return `${section}.${settings[setting]}`;
}

function badSetting(setting: Setting, level: Level): EngineError {
  return new EngineError('bad-setting', { setting: fullName(setting), level });
}
