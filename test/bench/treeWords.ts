// What the bench prints of the tree, and what it holds it to: counts and memory; times are only told.
import { size } from './bigRegistry.ts';
import { inWords } from './figures.ts';
import { printTable } from './table.ts';
import type { TreeFigures } from './tree.ts';

const mostMegabytes = 100;

export function printTree({ repositories, tags, allTags, asked, megabytes, naive }: TreeFigures): void {
  const row = (title: string, own: string, other: string): string[] => [title, own, other];
  printTable(
    `the tree of ${String(size.repositories)} repositories with ${String(size.tags)} tags each, in a real VS Code`,
    ['', 'Countersign', 'a client without paging'],
    [
      row(
        'ms from the first answer to the first repositories',
        inWords(repositories),
        String(naive.repositories),
      ),
      row('ms from the first answer to the first tags', inWords(tags), String(naive.tags)),
      row('ms until everything about one repository is read', inWords(allTags), String(naive.settled)),
      row('requests: catalog', String(asked.catalog), String(naive.asked.catalog)),
      row('requests: tags of one repository', String(asked.tags), String(naive.asked.tags)),
      row('requests: manifests and configs', String(asked.manifests), String(naive.asked.manifests)),
      row('MB that the extension host grew by, all names loaded', inWords(megabytes), ''),
    ],
  );
  console.log('  Countersign: up to the rows on the screen. The other: in Node, up to having the names.');
}

/** Empty where everything holds. */
export function treeProblems({ asked, megabytes }: TreeFigures): readonly string[] {
  const problems: string[] = [];
  if (asked.manifests > 0) problems.push(`${String(asked.manifests)} manifests of nodes that nobody opened`);
  // One for the registry, one for the namespace that was opened.
  if (asked.catalog > 2) problems.push(`${String(asked.catalog)} pages of the catalog for two views`);
  if (megabytes === undefined || megabytes.maximum >= mostMegabytes)
    problems.push(`grew by ${inWords(megabytes)} MB`);
  return problems;
}
