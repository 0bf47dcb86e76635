// Which repository Check Registry is about: that of a node or a report, else the one that a person types.
import * as vscode from 'vscode';
import { parseRepository } from '../../engine/oci/reference.ts';
import type { Host } from '../host.ts';
import { wordsOf } from '../ui/errorWords.ts';
import { askText } from '../ui/picks.ts';

/** The repository of a node or of a report of Check Registry; undefined where neither names one. */
export function repositoryOf(host: Host, argument: unknown): string | undefined {
  return host.registries.own(argument)?.repository ?? host.reports.registries.repositoryOf(argument);
}

/** Asks for a repository: what a registry can do differs from one to the other. */
export async function askRepository(value: string): Promise<string | undefined> {
  return askText({
    title: vscode.l10n.t('Check Registry'),
    prompt: vscode.l10n.t('A repository in it, without a tag. It is only read.'),
    placeholder: 'ghcr.io/acme/app',
    value,
    validate: (text) => {
      try {
        parseRepository(text);
        return undefined;
      } catch (error) {
        return wordsOf(error).message;
      }
    },
  });
}
