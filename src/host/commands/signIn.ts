// Sign In to Registry: from a node of the tree for its registry, else asks for which one.
import * as vscode from 'vscode';
import * as config from '../config.ts';
import type { Host } from '../host.ts';
import { signInTo } from '../signIn/signInTo.ts';
import type { SignInTarget } from '../signIn/chooseWay.ts';
import { familiar, parseEntry } from '../tree/entry.ts';
import { entryProblem } from '../tree/entryWords.ts';
import type { TreeNode } from '../tree/nodes.ts';
import { askText, pickOne } from '../ui/picks.ts';

/** The command. On an error node: for the registry that refused, and what failed is tried again. */
export async function signIn(host: Host, argument: unknown): Promise<void> {
  const node = host.registries.own(argument);
  const target = node === undefined ? await askTarget() : targetOf(node);
  if (target === undefined) return;
  const signedIn = await signInTo(host, target);
  // An error may be that of another registry than the one it stands under, which the change of logins reads anew.
  if (signedIn && node?.kind === 'error') await host.registries.refresh(node);
}

/** The registry that an error is about, else that of the node; the repository where the node stands in one. */
export function targetOf(node: TreeNode): SignInTarget {
  const action = node.actions?.find(({ kind }) => kind === 'sign-in');
  if (action?.kind === 'sign-in') return targetIn(action.registry, action.repository);
  const entry = node.kind === 'registry' && node.entry !== undefined ? parseEntry(node.entry) : undefined;
  const repository = node.repository?.slice(node.registry.length + 1);
  return { registry: node.registry, repository, path: repository ?? entry?.namespace };
}

function targetIn(registry: string, repository: string): SignInTarget {
  const path = repository === '' ? undefined : repository;
  return { registry, repository: path, path };
}

async function askTarget(): Promise<SignInTarget | undefined> {
  const title = vscode.l10n.t('Sign In to Registry');
  const names = config.registries().map(({ name }) => name);
  const known = [...new Set(names.filter((name) => entryProblem(name) === undefined).map(registryOf))];
  const chosen =
    known.length === 0
      ? ''
      : await pickOne(
          [
            ...known.map((registry) => ({ label: familiar(registry), icon: 'server', value: registry })),
            { label: vscode.l10n.t('Enter a name…'), icon: 'edit', value: '' },
          ],
          { title, placeholder: vscode.l10n.t('Which registry?') },
        );
  if (chosen !== '') return chosen === undefined ? undefined : targetIn(chosen, '');
  const typed = await askText({
    title,
    prompt: vscode.l10n.t('A registry, or a namespace or repository in it for a login of its own.'),
    placeholder: 'ghcr.io',
    validate: entryProblem,
  });
  if (typed === undefined) return undefined;
  const { registry, namespace } = parseEntry(typed);
  return { registry, repository: undefined, path: namespace, wanted: namespace };
}

function registryOf(name: string): string {
  return parseEntry(name).registry;
}
