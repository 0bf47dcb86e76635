// The README's table of registry products, made of the descriptions that the engine works with: what it says of a product
// is what the code does.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Product } from '../../../src/engine/products/product.ts';
import { products } from '../../../src/engine/products/products.ts';
import { format, resolveConfig } from 'prettier';
import { accountNames, adviceWords, settingWords, wayNames } from './productWords.ts';
import { root } from './tools.ts';

const file = path.join(root, 'README.md');
const marks = { begin: '<!-- products: written by `npm run readme` -->', end: '<!-- end of products -->' };

/** `npm run readme`: writes the table anew. */
export async function writeProductTable(): Promise<number> {
  writeFileSync(file, await wantedText());
  return 0;
}

/** Says whether the README has the table of today's descriptions. */
export async function productTableProblems(): Promise<readonly string[]> {
  const same = readFileSync(file, 'utf8') === (await wantedText());
  return same
    ? []
    : ['README.md does not say of the registries what src/engine/products does: run `npm run readme`'];
}

async function wantedText(): Promise<string> {
  const text = readFileSync(file, 'utf8');
  const [before, rest] = [text.indexOf(marks.begin), text.indexOf(marks.end)];
  if (before < 0 || rest < before) throw new Error(`README.md has no place for the table: ${marks.begin}`);
  const table = `${text.slice(0, before)}${marks.begin}\n\n${rows().join('\n')}\n\n${text.slice(rest)}`;
  return format(table, { ...(await resolveConfig(file)), filepath: file });
}

function rows(): readonly string[] {
  const cells = products.map((product) => [
    `${product.name}${product.hosts === undefined ? ' (own hosts)' : ''}`,
    signIn(product),
    listing(product),
    limits(product),
  ]);
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  return [
    line(['registry', 'signs in with, besides Docker’s and Podman’s logins', 'lists', 'what to know']),
    line(['-', '-', '-', '-']),
    ...cells.map(line),
  ];
}

function signIn({ id, signIn: offer, tool }: Product): string {
  const typed = (offer?.ways ?? [{ kind: 'password' as const }]).map(({ kind }) => wayNames[kind]);
  const accounts = (offer?.accounts ?? []).map(
    ({ provider }) => `${accountNames[provider]} account of VS Code`,
  );
  const keys = id === 'ecr' ? ['AWS access keys'] : [];
  const tools = tool === undefined ? [] : [`\`${tool.program}\``];
  return [...new Set([...typed, ...accounts, ...keys, ...tools])].join(', ');
}

function listing({ listing: own }: Product): string {
  const lists = [
    own?.repositories === undefined ? undefined : 'its own API',
    own?.catalog === 'never' ? undefined : '`_catalog`',
  ].filter((way) => way !== undefined);
  if (own?.catalog !== 'last') lists.reverse();
  const told = lists.length === 0 ? 'what you add by hand' : lists.join(', then ');
  return own?.tags === undefined && own?.tagFacts === undefined
    ? told
    : `${told}; tags with dates or digests`;
}

function limits({ advice = {}, refusals = [] }: Product): string {
  const known = [
    ...Object.values(advice).map((one) => adviceWords[one]),
    ...refusals.map(({ setting }) => settingWords[setting]),
  ];
  return [...new Set(known.filter((words) => words !== ''))].join('; ');
}
