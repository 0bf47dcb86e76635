// A stand-in for the engine, for answers that no registry gives at will: registries in memory behind the part of
// EngineApi that the tree asks, with a record of every question. Nodes, provider and words are the real ones.
import type * as vscode from 'vscode';
import type { EngineApi, SignatureTagInspection } from '../../src/engine/api.ts';
import type { Glance, ImageInspection } from '../../src/engine/glance.ts';
import type { NamePage } from '../../src/engine/namePage.ts';
import { EngineError } from '../../src/engine/errors.ts';
import type { JudgedSignature, PlaceAnswer, Reader, VerifyReport } from '../../src/engine/verdict.ts';
import type { TreeContext } from '../../src/host/tree/context.ts';
import { parseEntry } from '../../src/host/tree/entry.ts';
import type { TreeNode } from '../../src/host/tree/nodes.ts';
import type { TagOrder } from '../../src/host/tree/order.ts';
import { newProvider } from '../../src/host/tree/provider.ts';
import type { Provider, ProviderOptions } from '../../src/host/tree/provider.ts';
import { newRegistryNode } from '../../src/host/tree/registryNode.ts';
import { signature } from '../support/reports.ts';
import { nobody } from '../support/logins.ts';
import { labelOf, wordsOf } from './treeWords.ts';

export const host = 'registry.example';
export const app = `${host}/demo/app`;
export const digestA = `sha256:${'a'.repeat(64)}` as const;
export const digestB = `sha256:${'b'.repeat(64)}` as const;
export const sigTagA = `sha256-${'a'.repeat(64)}.sig`;
const manifest = `sha256:${'d'.repeat(64)}` as const;

/** An Error is thrown in the place of its page. */
type Pages = readonly (readonly string[] | Error)[];

/** What the registries hold; tests change it as they go. An Error in place of something is what is thrown. */
export interface Scene {
  catalog: Pages | Error;
  readonly tags: Record<string, Pages | Error>;
  /** By `repository:tag`. */
  readonly images: Record<string, Partial<ImageInspection> | Error>;
  /** By digest. Left out: nothing found by `anonymous`. */
  readonly signatures: Record<string, { places: PlaceAnswer[]; signatures: JudgedSignature[] } | Error>;
  signatureTag: Partial<SignatureTagInspection> | Error;
  readonly reports: Map<string, VerifyReport>;
  showsSignatureTags: boolean;
  tagOrder: TagOrder;
  /** What pages of tags and repositories tell besides names. */
  told: Pick<NamePage, 'dates' | 'digests' | 'total'>;
  /** Who is signed in already. */
  reader: Reader | undefined;
  glance: Glance | Error | undefined;
  /** Repositories that were looked into. */
  readonly used: string[];
  now: number;
  /** Every question to the engine, e.g. `tags registry.example/demo/app`. */
  readonly asked: string[];
  /** Questions wait for this before they are answered. */
  gate: Promise<void> | undefined;
  /** Pages behind the first one wait for this. */
  behind: Promise<void> | undefined;
}

export function newScene(): Scene {
  return {
    catalog: [[app]],
    tags: { [app]: [['1.0', '1.9', '1.10', 'latest', sigTagA]] },
    images: { [`${app}:1.0`]: {}, [`${app}:latest`]: {} },
    signatures: { [digestA]: foundInTag([signature('not-judged')]) },
    signatureTag: {},
    reports: new Map(),
    showsSignatureTags: false,
    tagOrder: 'version',
    told: {},
    reader: undefined,
    glance: undefined,
    used: [],
    now: Date.UTC(2026, 10, 21, 20, 2, 0),
    asked: [],
    gate: undefined,
    behind: undefined,
  };
}

/** The answers of an image's places with these signatures in its `.sig` tag. */
export function foundInTag(signatures: readonly JudgedSignature[]): {
  places: PlaceAnswer[];
  signatures: JudgedSignature[];
} {
  const place = { kind: 'sig-tag', role: 'own', repository: app, target: sigTagA, required: true } as const;
  return {
    places: [
      { place, outcome: 'found', manifest, count: signatures.length },
      {
        place: { ...place, kind: 'referrers-api', target: digestA },
        outcome: 'none',
        reader,
        why: 'no-referrers-api',
      },
    ],
    signatures: signatures.map((one, index) => ({ ...one, place, index })),
  };
}

export const reader = { credential: nobody, machine: 'this computer' };

export function nothingFound(): { places: PlaceAnswer[]; signatures: JudgedSignature[] } {
  const place = { kind: 'sig-tag', role: 'own', repository: app, target: sigTagA, required: true } as const;
  return { places: [{ place, outcome: 'none', reader, why: 'not-there' }], signatures: [] };
}

export function engineOf(scene: Scene): EngineApi {
  async function answer<T>(question: string, value: T | Error | undefined, signal: AbortSignal): Promise<T> {
    scene.asked.push(question);
    await Promise.race([scene.gate, new Promise((_, stop) => signal.addEventListener('abort', stop))]).catch(
      () => undefined,
    );
    if (signal.aborted) throw new EngineError('cancelled', { what: question });
    if (value === undefined) throw new EngineError('not-found', answered(404));
    if (value instanceof Error) throw value;
    return value;
  }

  async function* pages(
    question: string,
    given: () => Pages | Error | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<NamePage, void, undefined> {
    const all = await answer(question, given(), signal);
    for (const [at, names] of all.entries()) {
      if (at > 0) await scene.behind;
      if (at > 0) await answer(question, names, signal);
      if (names instanceof Error) throw names;
      yield { names, dropped: 0, complete: at === all.length - 1, ...scene.told };
    }
  }

  const engine: Partial<EngineApi> = {
    listRepositories: ({ registry }, _, signal) => pages(`catalog ${registry}`, () => scene.catalog, signal),
    listTags: (repository, _, signal) => pages(`tags ${repository}`, () => scene.tags[repository], signal),
    glance: (repository, tag, signal) => answer(`glance ${repository}:${tag}`, scene.glance, signal),
    inspectImage: async (reference, signal) => ({
      repository: reference.slice(0, reference.lastIndexOf(':')),
      digest: digestA,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      size: 500,
      children: [],
      ...(await answer(`image ${reference}`, scene.images[reference], signal)),
    }),
    inspectSignatures: async ({ reference }, signal) => {
      const digest = reference.slice(reference.indexOf('@') + 1);
      const found = scene.signatures[digest] ?? nothingFound();
      return { digest: digestA, ...(await answer(`signatures ${reference}`, found, signal)) };
    },
    inspectSignatureTag: async (repository, tag, signal) => ({
      manifest,
      subject: digestA,
      subjectState: 'there',
      signatures: foundInTag([signature('not-judged')]).signatures,
      ...(await answer(`signature tag ${repository}:${tag}`, scene.signatureTag, signal)),
    }),
    readManifestText: async (repository, tagOrDigest, signal) =>
      answer(
        `manifest ${repository} ${tagOrDigest}`,
        { digest: manifest, mediaType: '', text: '{"manifest":1}' },
        signal,
      ),
    readPayloadText: async (repository, digest, signal) =>
      answer(`payload ${repository} ${digest}`, '{"critical":1}', signal),
    knownRegistries: () => Promise.resolve(['ghcr.io', 'index.docker.io']),
    forget: (registry) => {
      scene.asked.push(`forget ${registry ?? 'all'}`);
    },
  };
  return engine as EngineApi;
}

export function answered(status: number): {
  registry: string;
  repository: string;
  operation: string;
  status: number;
  code: string;
  message: string;
} {
  return { registry: host, repository: 'demo/app', operation: 'list', status, code: '', message: '' };
}

/** A tree of its own, without a view: the rows are asked for as VS Code asks. */
export interface Tree {
  readonly provider: Provider;
  readonly context: TreeContext;
  readonly roots: readonly TreeNode[];
  rows(node: TreeNode): Promise<readonly TreeNode[]>;
  /** Goes down by labels from the top. */
  find(...labels: readonly string[]): Promise<TreeNode>;
  item(node: TreeNode): vscode.TreeItem;
  /** Label and description of each row. */
  words(node: TreeNode): Promise<readonly string[]>;
}

export function newTree(
  scene: Scene,
  entries: readonly string[] = [host],
  options: Partial<ProviderOptions> = {},
): Tree {
  const context: TreeContext = {
    engine: () => engineOf(scene),
    findReport: (_, digest) => scene.reports.get(digest),
    couldNotCheck: () => undefined,
    learnedDigest: () => undefined,
    readerInUse: () => scene.reader,
    tagOrder: () => scene.tagOrder,
    isPinned: () => false,
    used: (repository) => {
      scene.used.push(repository);
    },
    signatureSettings: () =>
      Promise.resolve({ signatureRepository: undefined, layout: undefined, legacyMediaTypes: undefined }),
    showsSignatureTags: () => scene.showsSignatureTags,
    now: () => scene.now,
    redraw: (node) => provider.changed(node),
    settle: () => undefined,
  };
  const roots = entries.map((entry) => newRegistryNode(context, parseEntry(entry), entry));
  const provider = newProvider({
    roots: () => roots,
    showSlow: () => undefined,
    slowAfterMilliseconds: 60_000,
    failed: () => undefined,
    ...options,
  });
  const tree: Tree = {
    provider,
    context,
    roots,
    rows: async (node) => (await provider.getChildren(node)) ?? [],
    item: (node) => provider.getTreeItem(node) as vscode.TreeItem,
    words: async (node) => (await tree.rows(node)).map((row) => wordsOf(tree.item(row))),
    async find(...labels) {
      let rows: readonly TreeNode[] = (await provider.getChildren()) ?? [];
      let found: TreeNode | undefined;
      for (const label of labels) {
        found = rows.find((row) => tree.item(row).label === label);
        if (found === undefined) {
          throw new Error(`no row “${label}” among ${rows.map((row) => labelOf(tree.item(row))).join(', ')}`);
        }
        rows = label === labels.at(-1) ? [] : await tree.rows(found);
      }
      if (found === undefined) throw new Error('no label');
      return found;
    },
  };
  return tree;
}
