// How a person signs in, and for what: an account of VS Code or one of the ways of the product, for the whole registry or
// for one namespace or repository of it.
import * as vscode from 'vscode';
import type { AccountProvider, SignInOffer, SignInWay } from '../../engine/signIn.ts';
import { familiar } from '../tree/entry.ts';
import type { PickItem } from '../ui/picks.ts';
import { pickOne } from '../ui/picks.ts';
import { providerName, wayWords } from './wayWords.ts';

export interface SignInTarget {
  /** host[:port] */
  readonly registry: string;
  /** The path of a repository there whose rights are to be told, where one is known. */
  readonly repository: string | undefined;
  /** A repository or namespace there that may have a login of its own. */
  readonly path: string | undefined;
  /** The part of it that the person named; the whole registry where left out. */
  readonly wanted?: string | undefined;
}

export type ChosenWay =
  | { readonly kind: 'typed'; readonly way: SignInWay; readonly path: string }
  | { readonly kind: 'account'; readonly provider: AccountProvider; readonly scopes: readonly string[] };

type Line = ChosenWay | { readonly kind: 'only'; readonly path: string };

/** Undefined where the person gave up. Where there is one way only, nobody is asked. */
export async function chooseWay(offer: SignInOffer, target: SignInTarget): Promise<ChosenWay | undefined> {
  let path = target.wanted ?? '';
  for (;;) {
    const lines = [...accountLines(offer, path), ...wayLines(offer, path), ...onlyLines(target, path)];
    const [first] = lines;
    const chosen =
      lines.length === 1
        ? first?.value
        : await pickOne(lines, {
            title: vscode.l10n.t('Sign In to {0}', targetName(target.registry, path)),
            placeholder: vscode.l10n.t('How do you want to sign in?'),
          });
    if (chosen?.kind !== 'only') return chosen;
    path = chosen.path;
  }
}

/** As people write it. */
export function targetName(registry: string, path: string): string {
  return familiar(path === '' ? registry : `${registry}/${path}`);
}

// VS Code's account is one for the whole registry.
function accountLines({ account }: SignInOffer, path: string): readonly PickItem<Line>[] {
  if (account === undefined || path !== '') return [];
  const name = providerName(account.provider);
  const several = account.levels.length > 1;
  return account.levels.map(({ access, scopes }) => ({
    label: vscode.l10n.t('Sign in with {0}', name),
    ...(several
      ? {
          description:
            access === 'pull' ? vscode.l10n.t('to read and verify') : vscode.l10n.t('to read and sign'),
        }
      : {}),
    detail: vscode.l10n.t('The account that VS Code is signed in to, or another ({0}).', scopes.join(', ')),
    icon: 'account',
    value: { kind: 'account', provider: account.provider, scopes },
  }));
}

function wayLines(offer: SignInOffer, path: string): readonly PickItem<Line>[] {
  return offer.ways.map((way, index) => {
    const { label, detail } = wayWords(way);
    return {
      label,
      ...(detail === undefined ? {} : { detail }),
      icon: 'key',
      ...(offer.product === undefined && index === 1 ? { group: vscode.l10n.t('Or by its product') } : {}),
      value: { kind: 'typed', way, path },
    };
  });
}

/** Other logins for parts of it: the repository, and every namespace that holds it. */
function onlyLines({ registry, path: known = '' }: SignInTarget, path: string): readonly PickItem<Line>[] {
  const parts = known === '' ? [] : known.split('/');
  const paths = ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))];
  return paths
    .filter((other) => other !== path)
    .map((other, index) => ({
      ...(index === 0 ? { group: vscode.l10n.t('For which part?') } : {}),
      label:
        other === ''
          ? vscode.l10n.t('For all of {0}', targetName(registry, ''))
          : vscode.l10n.t('Only for {0}', targetName(registry, other)),
      icon: 'list-tree',
      value: { kind: 'only', path: other },
    }));
}
