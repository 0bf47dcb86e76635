// The rule that Trust This Signer writes: at which level, for which images, and how the key stands in it (U1, S1 to S3).
import * as vscode from 'vscode';
import type { VerifyReport } from '../../engine/verdict.ts';
import { nameOfSettingsFile } from '../config.ts';
import type { Level } from '../config.ts';
import { pickOne } from '../ui/picks.ts';
import type { PickItem } from '../ui/picks.ts';
import { writableLevels } from '../writableLevels.ts';

/** A public key that is to be trusted. */
export interface TrustedKeyChoice {
  /** For messages: label or file name, and the short fingerprint. */
  readonly name: string;
  readonly fingerprint: string;
  readonly pem: string;
  readonly isOwn: boolean;
  readonly file?: vscode.Uri;
}

/** A new rule, or one more key in a rule that is there: any one of a rule's keys satisfies it. */
export interface RuleChoice {
  readonly kind: 'new' | 'existing';
  readonly images: string;
}

/** The level, asked only where there is a choice; undefined where the person gave up. */
export async function askLevel(
  report: VerifyReport,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<Level | undefined> {
  const levels = writableLevels();
  if (levels.length === 1) return levels[0];
  return pickOne(
    levels.map((level) => ({
      ...levelWords(level, report),
      description: nameOfSettingsFile(level, folder),
      value: level,
    })),
    { title: vscode.l10n.t('Trust Where?') },
  );
}

function levelWords(level: Level, { judges }: VerifyReport): { label: string; detail: string; icon: string } {
  if (level === 'user') {
    return {
      label: vscode.l10n.t('In all my windows'),
      detail: vscode.l10n.t('Your own rules always judge the images they name.'),
      icon: 'account',
    };
  }
  const label = level === 'folder' ? vscode.l10n.t('In this folder') : vscode.l10n.t('In this workspace');
  const detail =
    judges.level === 'user'
      ? vscode.l10n.t('Has no effect on this image: a rule of your user settings names it.')
      : vscode.l10n.t('For everybody who opens it. Judges images that no user rule names.');
  return { label, detail, icon: 'folder' };
}

/** The pattern, or the rule that gets the key; undefined where the person gave up. */
export async function askRule(report: VerifyReport, level: Level): Promise<RuleChoice | undefined> {
  return pickOne(ruleItems(report, level), { title: vscode.l10n.t('Trust for Which Images?') });
}

/** Rules of the level that name the image come first: a further rule would have to hold beside them. Pure. */
function ruleItems(report: VerifyReport, level: Level): readonly PickItem<RuleChoice>[] {
  const there =
    report.judges.level === level ? report.judges.rules.filter((rule) => rule.broken === undefined) : [];
  const existing = there.map(({ images }) => ({
    label: vscode.l10n.t('Add to the rule for {0}', images),
    detail: vscode.l10n.t('Any one of its keys is enough then.'),
    icon: 'add',
    value: { kind: 'existing' as const, images },
  }));
  const beside =
    there.length === 0
      ? {}
      : { detail: vscode.l10n.t('The rules that name this image already must hold as well.') };
  const fresh = patternsFor(report.repository).map(({ images, label }) => ({
    label,
    description: images,
    ...beside,
    icon: 'shield',
    value: { kind: 'new' as const, images },
  }));
  return [...existing, ...fresh];
}

function patternsFor(repository: string): readonly { images: string; label: string }[] {
  const namespace = repository.slice(0, repository.lastIndexOf('/'));
  const isRegistry = !namespace.includes('/');
  return [
    { images: repository, label: vscode.l10n.t('This image') },
    {
      images: `${namespace}/**`,
      label: isRegistry
        ? vscode.l10n.t('Everything in this registry')
        : vscode.l10n.t('Everything in its namespace'),
    },
  ];
}

/**
 * How the key stands in a rule of that level: own keys by fingerprint and others as PEM in user settings; a path
 * relative to the folder where the file is inside it, else PEM, in settings that others read too (S2).
 */
export function entryFor(
  key: TrustedKeyChoice,
  level: Level,
  folder: vscode.WorkspaceFolder | undefined,
): string {
  if (level === 'user') return key.isOwn ? `own:${key.fingerprint}` : key.pem.trim();
  const relative =
    level === 'workspace' && vscode.workspace.workspaceFile !== undefined
      ? undefined
      : pathIn(folder, key.file);
  return relative ?? key.pem.trim();
}

function pathIn(
  folder: vscode.WorkspaceFolder | undefined,
  file: vscode.Uri | undefined,
): string | undefined {
  if (folder === undefined || file === undefined) return undefined;
  const { scheme, authority, path } = folder.uri;
  const inside = file.scheme === scheme && file.authority === authority && file.path.startsWith(`${path}/`);
  return inside ? file.path.slice(path.length + 1) : undefined;
}
