// The one reader of what Container Tools (ms-azuretools.vscode-containers) hands to commands in its menus. Its nodes are
// undocumented; the shapes are those of vscode-containers 2.5.0 (src/tree/registries/UnifiedRegistryTreeDataProvider.ts,
// src/tree/images/ImageTreeItem.ts) and @microsoft/vscode-docker-registries (src/clients/Common/models.ts). What is not
// exactly such a shape is nothing: never a guess at an image.
import { parseReference } from '../engine/oci/reference.ts';

/** An image of another extension's view, as it was named there. */
export interface ForeignImage {
  /** `host/path:tag` */
  readonly reference: string;
  /** False where the view showed no registry: Docker Hub is then only what Docker would take it for. */
  readonly namesRegistry: boolean;
}

/** The image that a node of its registries or images view stands for; undefined for anything else. Never throws. */
export function imageOfContainerTools(node: unknown): ForeignImage | undefined {
  try {
    return ofRegistryTag(node) ?? ofLocalImage(node);
  } catch {
    return undefined; // a getter of theirs, or a name outside the grammar
  }
}

// { wrappedItem: { type: 'commontag', label, baseUrl, parent: { type: 'commonrepository', …, parent: { type:
// 'commonregistry', … } } } }
function ofRegistryTag(node: unknown): ForeignImage | undefined {
  const tag = itemOf(field(node, 'wrappedItem'), 'commontag');
  const repository = itemOf(tag?.parent, 'commonrepository');
  const registry = itemOf(repository?.parent, 'commonregistry');
  if (tag === undefined || repository === undefined || registry === undefined) return undefined;
  // All three name one server, and nothing but a server.
  if (tag.host !== repository.host || repository.host !== registry.host) return undefined;
  const path = tag.flags.includes('registryV2Tag')
    ? repository.label // asked for its tags as `v2/${label}/tags/list`
    : tag.flags.includes('dockerhub') && tag.host === 'docker.io'
      ? `${registry.label}/${repository.label}`
      : undefined;
  return path === undefined ? undefined : named(`${tag.host}/${path}`, tag.label, true);
}

interface Item {
  readonly label: string;
  readonly host: string;
  readonly flags: readonly unknown[];
  readonly parent: unknown;
}

function itemOf(value: unknown, type: string): Item | undefined {
  const [label, baseUrl, flags] = [
    field(value, 'label'),
    field(value, 'baseUrl'),
    field(value, 'additionalContextValues'),
  ];
  const [host, path, scheme] = [
    field(baseUrl, 'authority'),
    field(baseUrl, 'path'),
    field(baseUrl, 'scheme'),
  ];
  if (field(value, 'type') !== type || typeof label !== 'string' || typeof host !== 'string')
    return undefined;
  if (label === '' || host === '' || host.includes('@')) return undefined;
  if (path !== '' && path !== '/' && path !== undefined) return undefined;
  if (scheme !== 'https' && scheme !== 'http') return undefined;
  return {
    label,
    host,
    flags: Array.isArray(flags) ? (flags as unknown[]) : [],
    parent: field(value, 'parent'),
  };
}

// { contextValue: 'image', fullTag: 'localhost:5000/app:1.0' }; without a tag the image is dangling.
function ofLocalImage(node: unknown): ForeignImage | undefined {
  const fullTag = field(node, 'fullTag');
  if (field(node, 'contextValue') !== 'image' || typeof fullTag !== 'string') return undefined;
  const colon = fullTag.lastIndexOf(':');
  if (colon <= fullTag.lastIndexOf('/')) return undefined;
  const [name, tag] = [fullTag.slice(0, colon), fullTag.slice(colon + 1)];
  const first = name.split('/', 1)[0] ?? '';
  return named(name, tag, name.includes('/') && (/[.:]/.test(first) || first === 'localhost'));
}

// Both parts by the grammar, and nothing of the one in the other: a label with a colon or an at sign is no name.
function named(name: string, tag: string, namesRegistry: boolean): ForeignImage | undefined {
  const reference = `${name}:${tag}`;
  const parsed = parseReference(reference);
  const isWhole = parsed.tag === tag && parsed.digest === undefined;
  return isWhole ? { reference, namesRegistry } : undefined;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
