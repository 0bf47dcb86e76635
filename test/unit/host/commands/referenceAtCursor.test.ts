// What counts as an image reference in an editor's line and on the clipboard (U5).
import assert from 'node:assert/strict';
import { explicitReference, referenceAt } from '../../../../src/host/commands/referenceAtCursor.ts';

const digest = `sha256:${'a'.repeat(64)}`;

/** The line with `|` where the cursor is. */
function atCursor(line: string): string | undefined {
  const position = line.indexOf('|');
  return referenceAt(line.slice(0, position) + line.slice(position + 1), position);
}

describe('reference under the cursor', () => {
  const found: readonly (readonly [line: string, reference: string])[] = [
    ['FROM ghcr.io/acme/a|pp:1.0 AS build', 'ghcr.io/acme/app:1.0'],
    ['FROM |nginx', 'nginx'],
    ['FROM nginx|', 'nginx'],
    ['    image: "localhost:5055/demo/app:1|.0"', 'localhost:5055/demo/app:1.0'],
    ["  image: 'redis:|7'", 'redis:7'],
    [`image=ghcr.io/acme/app@sha256|${digest.slice(6)}`, `ghcr.io/acme/app@${digest}`],
    ['docker pull docker://quay.io/acme/|app', 'quay.io/acme/app'],
    ['[{"image":"a.example/b/c|:x"}]', 'a.example/b/c:x'],
    ['See `ghcr.io/acme/app:1.0|`.', 'ghcr.io/acme/app:1.0'],
    ['We run ghcr.io/acme/app:1.0|.', 'ghcr.io/acme/app:1.0'],
    ['image:ngi|nx:1.27', 'nginx:1.27'],
  ];
  for (const [line, reference] of found) {
    it(`finds ${reference.slice(0, 40)} in ${line.slice(0, 50)} [U5]`, () => {
      assert.equal(atCursor(line), reference);
    });
  }

  const nothing: readonly string[] = [
    'FROM  |  x',
    'image: ${REGISTRY}/ap|p:1.0',
    'image: $registry/ap|p:1.0',
    'image: ap|p:$TAG',
    'image: {{ .Values.registry }}/ap|p:1.0',
    'see https://exam|ple.com/a',
    'FROM Upper|Case',
    'at 12:|30',
    '|',
  ];
  for (const line of nothing) {
    it(`finds nothing in ${line}`, () => {
      assert.equal(atCursor(line), undefined);
    });
  }
});

describe('reference offered from selection or clipboard', () => {
  for (const text of [
    'ghcr.io/acme/app',
    'localhost:5055/app',
    'localhost/app',
    'nginx:1.27',
    `nginx@${digest}`,
    ' docker.io/nginx\n',
  ]) {
    it(`offers ${text.trim().slice(0, 30)} [U5]`, () => {
      assert.equal(explicitReference(text), text.trim());
    });
  }
  for (const text of [
    'nginx',
    'acme/app',
    'hunter2',
    '12:30',
    'two words:here',
    'https://example.com/a',
    '',
    '../x:1',
  ]) {
    it(`offers nothing for ${JSON.stringify(text)} [U5]`, () => {
      assert.equal(explicitReference(text), undefined);
    });
  }
});
