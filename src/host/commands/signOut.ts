// Sign Out of Registry: forgets a login that was given by hand, or stops using an account of VS Code for a registry. The
// logins of Docker and other tools stay theirs.
import * as vscode from 'vscode';
import * as config from '../config.ts';
import type { Host } from '../host.ts';
import type { StoredLogin } from '../signIn/loginStore.ts';
import { nameOf } from '../signIn/loginStore.ts';
import { providerName } from '../signIn/wayWords.ts';
import { holderName } from '../keys/keyWords.ts';
import { familiar, parseEntry } from '../tree/entry.ts';
import { entryProblem } from '../tree/entryWords.ts';
import { showInfo, showStatus } from '../ui/messages.ts';
import type { PickItem } from '../ui/picks.ts';
import { pickOne } from '../ui/picks.ts';
import { withProgress } from '../ui/progress.ts';

type Line =
  | { readonly kind: 'login'; readonly login: StoredLogin }
  | { readonly kind: 'account'; readonly registry: string };

/** The command: from a node only what is about its registry. */
export async function signOut(host: Host, argument: unknown): Promise<void> {
  const registry = host.registries.own(argument)?.registry;
  const lines = await withProgress(vscode.l10n.t('Looking for logins'), true, (signal) =>
    linesFor(host, registry, signal),
  );
  if (lines.length === 0) {
    void showInfo(
      vscode.l10n.t(
        'Countersign keeps no login there and uses no account of VS Code. Logins of Docker and other tools are removed there, e.g. by docker logout.',
      ),
    );
    return;
  }
  const chosen = await pickOne(lines, {
    title: vscode.l10n.t('Sign Out of Registry'),
    placeholder: vscode.l10n.t('Which login is to be forgotten?'),
  });
  if (chosen === undefined) return;
  if (chosen.kind === 'login') {
    const { login } = chosen;
    await withProgress(vscode.l10n.t('Removing the login'), false, () => host.logins.remove(login));
    showStatus(vscode.l10n.t('Signed out of {0}', familiar(nameOf(login))));
    return;
  }
  await host.accounts.turnOff(chosen.registry);
  showStatus(vscode.l10n.t('The account is not used for {0} any more', familiar(chosen.registry)));
}

async function linesFor(
  host: Host,
  registry: string | undefined,
  signal: AbortSignal,
): Promise<readonly PickItem<Line>[]> {
  const logins = (await host.logins.list()).filter(
    (login) => registry === undefined || login.registry === registry,
  );
  const lines: PickItem<Line>[] = logins.map((login) => ({
    label: familiar(nameOf(login)),
    ...(login.user === '' ? {} : { description: vscode.l10n.t('user {0}', login.user) }),
    detail: vscode.l10n.t('Kept in {0}.', holderName(login.heldIn)),
    icon: 'key',
    value: { kind: 'login', login },
  }));
  for (const name of registry === undefined ? registriesInTree() : [registry]) {
    const user = await accountAt(host, name, signal);
    if (user === undefined) continue;
    lines.push({
      label: familiar(name),
      description: user,
      detail: vscode.l10n.t('VS Code stays signed in; its account is not used for this registry any more.'),
      icon: 'account',
      value: { kind: 'account', registry: name },
    });
  }
  return lines;
}

/** Whose account is used there, without asking anybody. */
async function accountAt(host: Host, registry: string, signal: AbortSignal): Promise<string | undefined> {
  const { account } = host.engine().signInOffer(registry);
  for (const { scopes } of account?.levels ?? []) {
    if (account === undefined) return undefined;
    const session = await host.accounts.session(registry, account.provider, scopes, signal);
    if (session !== undefined)
      return vscode.l10n.t('{0} account {1}', providerName(account.provider), session.label);
  }
  return undefined;
}

function registriesInTree(): readonly string[] {
  const names = config.registries().map(({ name }) => name);
  const valid = names.filter((name) => entryProblem(name) === undefined);
  return [...new Set(valid.map((name) => parseEntry(name).registry))];
}
