// Copy Image with Signatures: reference → target → plan → run → result. Only the plan's first line confirms (S38).
import * as vscode from 'vscode';
import type { CopyPlan, CopyRequest } from '../../engine/copyPlan.ts';
import { formatRepository, parseReference } from '../../engine/oci/reference.ts';
import { signatureSettings } from '../config.ts';
import { folderThatApplies } from '../folder.ts';
import type { Host } from '../host.ts';
import { familiar } from '../tree/entry.ts';
import { askCopyPlan } from '../ui/copyPlan.ts';
import { wordsOf } from '../ui/errorWords.ts';
import { askText } from '../ui/picks.ts';
import { withProgress } from '../ui/progress.ts';
import { askReference, beginningOf, referenceOfArgument } from './askReference.ts';
import { planAndRun } from './planned.ts';
import { runAndTell } from './tellCopied.ts';

/** The command. Its argument only names the image, and only where it is a node of the tree or a report. */
export async function copyImage(host: Host, argument: unknown): Promise<void> {
  const reference = referenceOfArgument(host, argument) ?? (await askImage(host, argument));
  if (reference === undefined) return;
  const target = await askTarget(reference, lastTarget.get(host));
  if (target === undefined) return;
  const settings = signatureSettings(await folderThatApplies(host.extension.workspaceState));
  await planAndCopy(host, { reference, target, settings });
}

/** Where the last copy of this window went: the next mostly goes there too. */
const lastTarget = new WeakMap<Host, string>();

async function askImage(host: Host, argument: unknown): Promise<string | undefined> {
  const beginning = beginningOf(host, argument);
  return askReference({
    title: vscode.l10n.t('Copy Image with Signatures'),
    prompt: vscode.l10n.t('The image to copy. Without a tag, latest is meant.'),
    ...(beginning === undefined ? {} : { value: beginning }),
  });
}

/** Begins with the last target's registry and folder, and the name of this image. */
async function askTarget(reference: string, like: string | undefined): Promise<string | undefined> {
  return askText({
    title: vscode.l10n.t('Copy Image with Signatures'),
    prompt: vscode.l10n.t('Where to copy {0}. Without a tag, its tag is kept.', familiar(reference)),
    placeholder: 'registry.example/team/app:1.0',
    ...(like === undefined ? {} : { value: suggestTarget(reference, like) }),
    validate: (text) => {
      try {
        return isItself(reference, text) ? vscode.l10n.t('That is the image itself.') : undefined;
      } catch (error) {
        return wordsOf(error).message;
      }
    },
  });
}

/** True where nothing would be copied: the same repository, and the same tag or none. */
export function isItself(reference: string, target: string): boolean {
  const [from, to] = [parseReference(reference), parseReference(target)];
  const isSameTag = to.tag === from.tag || to.impliedTag;
  return formatRepository(from.repository) === formatRepository(to.repository) && isSameTag;
}

/** The image's own name in the folder that `like` is in. */
export function suggestTarget(reference: string, like: string): string {
  const { repository, tag } = parseReference(reference);
  const other = parseReference(like).repository;
  const folder = other.path.split('/').slice(0, -1);
  const name = repository.path.split('/').at(-1) ?? '';
  const path = [other.registry, ...folder, name].join('/');
  return familiar(tag === undefined ? path : `${path}:${tag}`);
}

async function planAndCopy(host: Host, from: CopyRequest): Promise<void> {
  await planAndRun<CopyRequest, CopyPlan>(host, from, {
    async plan(request) {
      const title = vscode.l10n.t('Looking at what hangs on {0}', request.reference);
      return withProgress(title, true, (signal) => host.engine().planCopy(request, signal));
    },
    ask: askCopyPlan,
    async change(request) {
      const target = await askTarget(request.reference, request.target);
      return target === undefined ? undefined : { ...request, target };
    },
    async run(plan) {
      lastTarget.set(host, plan.target.repository);
      const title = vscode.l10n.t('Copying {0}', plan.request.reference);
      return runAndTell(host, plan, {
        ...{ what: 'copy', title },
        run: (watch, signal) => host.engine().runCopy(plan, watch, signal),
      });
    },
  });
}
