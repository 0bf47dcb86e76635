// Signing in to a registry: which way, the user's name, the secret, a trial, and only then it is kept. Cancel at any step
// keeps nothing. Used by the command, by error nodes and by the buttons of failures.
import * as vscode from 'vscode';
import type { KeptLogin, LoginSecret, SignInTrial, SignInWay } from '../../engine/signIn.ts';
import type { Host } from '../host.ts';
import { familiar } from '../tree/entry.ts';
import { showInfo, showWarning } from '../ui/messages.ts';
import type { Attempt } from '../ui/picks.ts';
import { askPassword, askText } from '../ui/picks.ts';
import { withProgress } from '../ui/progress.ts';
import type { SignInTarget } from './chooseWay.ts';
import { chooseWay, targetName } from './chooseWay.ts';
import { attemptProblem, signedInWords } from './trialWords.ts';
import { providerName, wayWords } from './wayWords.ts';

/**
 * Asks for a login and keeps it when the registry takes it. True where the person is signed in now. Throws what the
 * registry says that is no matter of the login, and `keychain-failed`.
 */
export async function signInTo(host: Host, target: SignInTarget): Promise<boolean> {
  const kept = await host.logins.list();
  const chosen = await chooseWay(host.engine().signInOffer(target.registry), target);
  if (chosen === undefined) return false;
  if (chosen.kind === 'account') return signInWithAccount(host, target, chosen.scopes, chosen.provider);
  const before = kept.find(
    (one) => one.registry === target.registry && one.path === chosen.path && one.user !== '',
  );
  const user = await askUser(chosen.way, targetName(target.registry, chosen.path), before);
  if (user === undefined) return false;
  return askSecret(host, target, chosen.path, chosen.way, user);
}

async function signInWithAccount(
  host: Host,
  { registry, repository }: SignInTarget,
  scopes: readonly string[],
  provider: Parameters<Host['accounts']['ask']>[1],
): Promise<boolean> {
  const session = await host.accounts.ask(registry, provider, scopes);
  if (session === undefined) {
    void showWarning(vscode.l10n.t('Not signed in with {0}.', providerName(provider)));
    return false;
  }
  const trial = await withProgress(vscode.l10n.t('Signing in to {0}', familiar(registry)), true, (signal) =>
    host.engine().trySignIn({ registry, repository, login: session }, signal),
  );
  tell(host, registry, repository, session.label, trial, undefined);
  return true;
}

/** Undefined where the person gave up; empty where none is asked for. */
async function askUser(
  way: SignInWay,
  name: string,
  before: KeptLogin | undefined,
): Promise<string | undefined> {
  const { user } = wayWords(way);
  if (user === undefined) return '';
  const typed = await askText({
    title: vscode.l10n.t('Sign In to {0}', name),
    prompt: user,
    ...(before === undefined ? {} : { value: before.user }),
    validate: userProblem,
  });
  return typed?.trim();
}

/** Basic cannot carry a colon in the name (RFC 7617). */
function userProblem(text: string): string | undefined {
  if (text.trim() === '') return vscode.l10n.t('A name is needed.');
  return text.includes(':') ? vscode.l10n.t('The name cannot hold a colon.') : undefined;
}

async function askSecret(
  host: Host,
  { registry, repository }: SignInTarget,
  path: string,
  way: SignInWay,
  user: string,
): Promise<boolean> {
  const attempt = async (
    typed: string,
    signal: AbortSignal,
  ): Promise<Attempt<{ secret: LoginSecret; trial: SignInTrial }>> => {
    if (typed.trim() === '') return { problem: vscode.l10n.t('It is empty.') };
    const secret = secretOf(way, user, typed);
    try {
      const trial = await host.engine().trySignIn({ registry, repository, login: secret }, signal);
      return { value: { secret, trial } };
    } catch (error) {
      const problem = attemptProblem(familiar(registry), error);
      if (problem === undefined) throw error;
      return { problem };
    }
  };
  const { secret: prompt } = wayWords(way);
  const tried = await askPassword({
    title: vscode.l10n.t('Sign In to {0}', targetName(registry, path)),
    prompt: vscode.l10n.t(
      '{0} It is tried at once, and kept only if {1} takes it.',
      prompt,
      familiar(registry),
    ),
    ...(way.page === undefined
      ? {}
      : { page: { title: vscode.l10n.t('Open {0}', new URL(way.page).host), url: way.page } }),
    attempt,
  });
  if (tried === undefined) return false;
  const { heldIn } = await withProgress(vscode.l10n.t('Storing the login'), false, () =>
    host.logins.add({ registry, path }, tried.secret),
  );
  tell(host, registry, repository, shownUser(tried.secret, way), tried.trial, heldIn);
  return true;
}

function secretOf(way: SignInWay, user: string, typed: string): LoginSecret {
  // Whoever pastes a token may bring the line break behind it; a password may begin or end with a blank.
  const secret = way.kind === 'password' ? typed : typed.trim();
  const username = way.user === undefined ? user : way.user === 'same' ? secret : way.user.name;
  if (way.identityToken === true) return { kind: 'identity-token', username, token: secret };
  return { kind: 'basic', username, password: secret };
}

/** A name that is the secret, or nobody's, is not shown. */
function shownUser({ username }: LoginSecret, way: SignInWay): string {
  return way.user === undefined ? username : '';
}

function tell(
  host: Host,
  registry: string,
  repository: string | undefined,
  user: string,
  trial: SignInTrial,
  heldIn: Awaited<ReturnType<Host['logins']['add']>>['heldIn'] | undefined,
): void {
  const where = repository === undefined ? undefined : familiar(`${registry}/${repository}`);
  const words = signedInWords(familiar(registry), user, trial, where, heldIn);
  const isLess = trial.pull === 'denied' || trial.push === 'denied' || trial.before !== undefined;
  void (isLess ? showWarning(words) : showInfo(words));
  host.log.info(`signed in to ${registry}`);
}
