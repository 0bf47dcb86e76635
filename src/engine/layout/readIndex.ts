// The entries of a layout's index.json, one by one: of a folder with several images, one entry that nobody here can read
// is no reason to refuse the others. All else in the index is read as strictly as any (S31).
import { readDescriptor } from '../oci/descriptorReader.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { membersNamed, readJson, type JsonNode } from '../oci/json.ts';
import { parseManifest, type ParsedManifest } from '../oci/manifest.ts';
import type { LayoutProblem } from '../problems.ts';

export interface IndexEntries {
  readonly entries: readonly Descriptor[];
  /** Those that are no descriptors to this engine, e.g. with a digest of another algorithm. */
  readonly unreadable: readonly JsonNode[];
}

/** The entries, or why these bytes are no index. */
export function readIndex(bytes: Uint8Array): IndexEntries | { readonly problem: LayoutProblem } {
  const index = parseManifest(bytes);
  return index.kind === 'refused' && index.reason === 'bad-descriptor'
    ? readReadable(bytes)
    : entriesOf(index, []);
}

function readReadable(bytes: Uint8Array): ReturnType<typeof readIndex> {
  const reading = readJson(bytes);
  if ('problem' in reading || reading.root.type !== 'object') return { problem: 'bad-descriptor' };
  const { root } = reading;
  const [list] = membersNamed(root, 'manifests');
  if (list?.type !== 'array') return { problem: 'bad-descriptor' };
  const unreadable: JsonNode[] = [];
  const readable: string[] = [];
  for (const item of list.items) {
    if (readDescriptor(item) === undefined) unreadable.push(item);
    else readable.push(item.source);
  }
  const members = root.members.map(({ name, value }) => {
    const source = value === list ? `[${readable.join(',')}]` : value.source;
    return `${JSON.stringify(name)}:${source}`;
  });
  const rest = parseManifest(new TextEncoder().encode(`{${members.join(',')}}`));
  return entriesOf(rest, unreadable);
}

function entriesOf(index: ParsedManifest, unreadable: readonly JsonNode[]): ReturnType<typeof readIndex> {
  if (index.kind === 'index') return { entries: index.manifests, unreadable };
  return { problem: index.kind === 'refused' ? index.reason : 'not-an-index' };
}
