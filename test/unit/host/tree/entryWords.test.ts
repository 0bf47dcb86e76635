// What a person reads about an entry of the registries setting that names nothing.
import assert from 'node:assert/strict';
import '../../../support/plainVscode.ts';

const { badEntryWords, entryProblem } = await import('../../../../src/host/tree/entryWords.ts');

describe('the words about an entry that names no registry', () => {
  const entries: readonly (readonly [text: string, words: RegExp | undefined])[] = [
    ['ghcr.io', undefined],
    ['ghcr.io/acme', undefined],
    ['', /^Name a registry, a namespace or a repository/],
    ['ghcr.io/acme/app:1.0', /^Leave out the tag “:1\.0”/],
    ['ghcr.io/acme/app@sha256:1', /^Leave out the digest/],
    ['https://ghcr.io', /leave out http:\/\/ or https:\/\/ \(at character 1\)/],
    ['localhost:x', /“localhost:x” names no registry: .*\(at character 11\)/],
    ['ghcr.io/Acme', /upper-case.*\(at character 9\)/],
  ];
  for (const [text, words] of entries) {
    it(`say what to change about “${text}” [U9]`, () => {
      const problem = entryProblem(text);
      if (words === undefined) assert.equal(problem, undefined);
      else assert.match(problem ?? '', words);
    });
  }

  it('say of what is not text which entry it is, and in which file [U9]', () => {
    assert.equal(
      badEntryWords(2, 'your user settings'),
      'Entry 2 of countersign.registries in your user settings is not text.',
    );
    assert.match(
      badEntryWords(undefined, '.vscode/settings.json'),
      /in \.vscode\/settings\.json must be a list/,
    );
  });
});
