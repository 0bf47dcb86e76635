// Which image a command is about: the tree's node or the report it was started from, else what the person types.
import * as vscode from 'vscode';
import { parseReference, type Reference } from '../../engine/oci/reference.ts';
import type { Host } from '../host.ts';
import type { ReportedImage } from '../report/reports.ts';
import type { TreeNode } from '../tree/nodes.ts';
import { wordsOf } from '../ui/errorWords.ts';
import { askText } from '../ui/picks.ts';
import { explicitReference } from './referenceAtCursor.ts';

export interface ReferenceQuestion {
  readonly title: string;
  readonly prompt: string;
  /** Shown while the box is empty; else how a reference looks. */
  readonly placeholder?: string;
  /** What the box starts with; else selection or clipboard, where they hold an explicit reference (U5). */
  readonly value?: string;
  /** Takes apart what was typed where it holds more than a reference. */
  readonly referenceIn?: (text: string) => string;
  /** Throws where another image is meant. */
  readonly check?: (reference: Reference) => void;
}

/** Asks for a reference, pointing at the first wrong character while typing; undefined where the person gave up. */
export async function askReference(question: ReferenceQuestion): Promise<string | undefined> {
  const { title, prompt, placeholder = 'ghcr.io/acme/app:1.0', check } = question;
  const { referenceIn = (text: string) => text } = question;
  return askText({
    title,
    prompt,
    placeholder,
    value: question.value ?? (await offered()),
    validate: (text) => problemOf(referenceIn(text), check),
  });
}

/**
 * The reference a node stands for: a tag by its name (the plan or report says what it is now), else by digest; a
 * signature by the image that it stands for, also where it is kept in another repository. Undefined for nodes above
 * images.
 */
export function referenceOfNode(node: TreeNode): string | undefined {
  const { repository } = node;
  if (repository === undefined) return undefined;
  switch (node.kind) {
    case 'tag':
      return node.tag === undefined ? undefined : `${repository}:${node.tag}`;
    case 'platform':
      return node.digest === undefined ? undefined : `${repository}@${node.digest}`;
    case 'signatureTag':
    case 'signature':
      return node.signs;
    default:
      return undefined;
  }
}

/**
 * The image of the node or report document that a command was started from; anything else counts for nothing (S38). Not
 * of a saved image's report: who asks for a reference asks a registry.
 */
export function referenceOfArgument(host: Host, argument: unknown): string | undefined {
  const node = host.registries.own(argument);
  if (node !== undefined) return referenceOfNode(node);
  const image = host.reports.imageOf(argument);
  return image?.options.savedIn === undefined ? image?.reference : undefined;
}

/** The saved image of the report document that a command was started from; without one, of that in sight. */
export function savedImageOf(host: Host, argument: unknown): ReportedImage | undefined {
  if (host.registries.own(argument) !== undefined) return undefined;
  const image = host.reports.imageOf(argument) ?? host.reports.active();
  return image?.options.savedIn === undefined ? undefined : image;
}

/** What the box starts with: a node that names only a repository, e.g. `ghcr.io/acme/app:`, or the report in sight. */
export function beginningOf(host: Host, argument: unknown): string | undefined {
  const repository = host.registries.own(argument)?.repository;
  return repository === undefined ? host.reports.active()?.report?.reference : `${repository}:`;
}

async function offered(): Promise<string> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor === undefined ? '' : editor.document.getText(editor.selection);
  const fromSelection = explicitReference(selected);
  if (fromSelection !== undefined) return fromSelection;
  // In a browser, reading the clipboard asks for a permission.
  if (vscode.env.uiKind === vscode.UIKind.Web) return '';
  return explicitReference(await vscode.env.clipboard.readText()) ?? '';
}

function problemOf(text: string, check: ReferenceQuestion['check']): string | undefined {
  try {
    const reference = parseReference(text);
    check?.(reference);
    return undefined;
  } catch (error) {
    return wordsOf(error).message;
  }
}
