// What Container Tools hands over (test/fixtures/containerTools): its known shapes name exactly their image, anything
// else names none.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { imageOfContainerTools } from '../../../src/host/containerTools.ts';

interface Shape {
  type?: unknown;
  label?: unknown;
  baseUrl?: unknown;
  additionalContextValues?: unknown;
  parent?: Shape;
  _urtdp_wrapper?: unknown;
}

interface Recorded {
  readonly registries: Readonly<Record<string, { readonly expected: string; readonly wrappedItem: Shape }>>;
  readonly images: readonly {
    readonly fullTag: string;
    readonly expected: string | null;
    readonly namesRegistry: boolean;
  }[];
}

const file = path.join(import.meta.dirname, '../../fixtures/containerTools/nodes.json');
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded;

function nodeOf(wrappedItem: Shape): unknown {
  const node = { provider: {}, wrappedItem, parent: {} };
  wrappedItem._urtdp_wrapper = node;
  return node;
}

function changed(change: (tag: Required<Shape>) => void): unknown {
  const [first] = Object.values(recorded.registries);
  assert.ok(first);
  const tag = structuredClone(first.wrappedItem) as Required<Shape>;
  change(tag);
  return nodeOf(tag);
}

const elsewhere = { scheme: 'https', authority: 'evil.example', path: '/' };

describe('a node of Container Tools', () => {
  for (const [name, { expected, wrappedItem }] of Object.entries(recorded.registries)) {
    it(`names the image of a tag: ${name} [V15]`, () => {
      const image = imageOfContainerTools(nodeOf(structuredClone(wrappedItem)));
      assert.deepEqual(image, { reference: expected, namesRegistry: true });
    });
  }

  for (const { fullTag, expected, namesRegistry } of recorded.images) {
    it(`names the local image ${fullTag}: ${expected ?? 'none'} [V15]`, () => {
      const image = imageOfContainerTools({ contextValue: 'image', fullTag, label: 'x', id: 'y' });
      assert.deepEqual(image, expected === null ? undefined : { reference: expected, namesRegistry });
    });
  }

  const unknown: readonly (readonly [what: string, node: unknown])[] = [
    ['nothing', undefined],
    ['a text', 'localhost:5000/demo/app:1.0'],
    ['a repository', changed((tag) => (tag.type = 'commonrepository'))],
    ['a tag without its repository', changed((tag) => delete (tag as Shape).parent)],
    [
      'a tag of a provider that lists in another way',
      changed((tag) => (tag.additionalContextValues = ['other'])),
    ],
    ['parts of two servers', changed((tag) => (tag.baseUrl = elsewhere))],
    ['a repository of another server', changed((tag) => (tag.parent.baseUrl = elsewhere))],
    ['a registry below a path', changed((tag) => (tag.baseUrl = { ...elsewhere, path: '/artifactory' }))],
    ['a label that is no text', changed((tag) => (tag.label = 1))],
    ['a tag with a digest in it', changed((tag) => (tag.label = `1.0@sha256:${'a'.repeat(64)}`))],
    ['a repository that climbs', changed((tag) => (tag.parent.label = 'demo/../evil'))],
    ['a repository with a tag in it', changed((tag) => (tag.parent.label = 'demo/app:2.0'))],
    ['a group of local images', { contextValue: 'imageGroup', fullTag: 'app:1.0' }],
  ];
  for (const [what, node] of unknown) {
    it(`names no image where it is ${what} [S38]`, () => {
      assert.equal(imageOfContainerTools(node), undefined);
    });
  }

  it('names none where asking it throws [S38]', () => {
    const node = {
      get wrappedItem(): unknown {
        throw new Error('gone');
      },
    };
    assert.equal(imageOfContainerTools(node), undefined);
  });
});
