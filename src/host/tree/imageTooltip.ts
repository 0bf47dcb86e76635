// The tooltip of an image: name, digest, media type, size, date, what is known of its signatures, and who is signed in.
// Asked for only when it is shown, by one HEAD at most, and never so that a helper, a tool or a prompt would start (S25).
import * as vscode from 'vscode';
import type { Glance } from '../../engine/glance.ts';
import { credentialName } from '../ui/credentialWords.ts';
import { disarm } from '../ui/foreignText.ts';
import type { TreeContext } from './context.ts';
import { familiar } from './entry.ts';
import { signedWords } from './imageNodes.ts';
import { countWords } from './listStatus.ts';
import type { TreeNode } from './nodes.ts';
import { markOf } from './verdictMark.ts';

export interface KnownOfImage {
  /** Found under it; undefined until its places were read. */
  readonly signatures: number | undefined;
  /** Tags in the list that cosign would use beside it. */
  readonly beside: readonly string[];
  /** What expanding it found. */
  readonly image: Pick<Glance, 'digest' | 'mediaType' | 'size'> | undefined;
  /** What the list of tags says, which may be out of date. */
  readonly listedDigest?: string | undefined;
  /** Milliseconds since 1970, from the list of tags. */
  readonly date?: number | undefined;
}

/** How long a tooltip waits for the registry before it shows what is known. */
const patienceMilliseconds = 3000;

/** Writes the tooltip. Never throws: what cannot be read is left out. */
export async function imageTooltip(
  context: TreeContext,
  node: TreeNode,
  item: vscode.TreeItem,
  signal: AbortSignal,
  known: KnownOfImage,
): Promise<void> {
  const { repository = '', tag } = node;
  const image = known.image ?? (tag === undefined ? undefined : await look(context, repository, tag, signal));
  const digest = node.digest ?? image?.digest;
  const report = digest === undefined ? undefined : context.findReport(repository, digest);
  const state =
    report === undefined ? signedWords(known.signatures, known.beside) : markOf(report, context.now()).words;
  const name = familiar(repository);
  item.tooltip = [
    tag === undefined ? name : `${name}:${tag}`,
    digest ?? listedWords(known.listedDigest),
    manifestWords(image),
    known.date === undefined ? undefined : vscode.l10n.t('Written {0}', dateWords(known.date)),
    state,
    readerWords(context, repository),
  ]
    .filter((line) => line !== undefined)
    .join('\n');
}

/** Who is signed in there already, and from where that login came; undefined before anybody asked there. */
export function readerWords(context: TreeContext, name: string): string | undefined {
  const reader = context.readerInUse(name);
  if (reader === undefined) return undefined;
  return disarm(vscode.l10n.t('Read with {0}, on {1}', credentialName(reader.credential), reader.machine));
}

async function look(
  context: TreeContext,
  repository: string,
  tag: string,
  signal: AbortSignal,
): Promise<Glance | undefined> {
  // A window that is not trusted asks nothing by itself (N2).
  if (!vscode.workspace.isTrusted) return undefined;
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(patienceMilliseconds)]);
    return await context.engine().glance(repository, tag, limited);
  } catch {
    return undefined; // expanding the row says why
  }
}

function manifestWords(image: KnownOfImage['image']): string | undefined {
  if (image === undefined) return undefined;
  const type = disarm(image.mediaType, 200);
  if (image.size === undefined) return type === '' ? undefined : type;
  const size = vscode.l10n.t('manifest of {0} bytes', countWords(image.size));
  return type === '' ? size : `${type}, ${size}`;
}

function listedWords(digest: string | undefined): string {
  if (digest === undefined) return vscode.l10n.t('Its digest is asked for when you expand it.');
  return vscode.l10n.t('{0}, says the list', digest);
}

function dateWords(date: number): string {
  return new Date(date).toLocaleString(vscode.env.language);
}
