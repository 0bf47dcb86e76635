// The crypto tests on bundled code, built as the engine's bundle is built: under Node 24, Node 22, and Bun 1.3.14,
// whose BoringSSL stands in for the one that desktop VS Code links.
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bundleScript } from '../vscode/bundle.ts';
import { intoCache, isInCache, npmInstall } from './cache.ts';
import { runMochaPart } from './mocha.ts';
import { writeResult, type TestResult } from './results.ts';
import { cacheFolder, exists, root, runProgram } from './tools.ts';
import type { Part, PartOptions, PartOutcome } from './table.ts';

const suite = 'test/unit/keys/crypto.test.ts';

/** One part for each engine that runs the suite. */
export const builtParts: readonly Part[] = [
  { name: 'built-node24', run: (options) => onNode('built-node24', '24', options) },
  { name: 'built-node22', run: (options) => onNode('built-node22', '22', options) },
  { name: 'built-bun', run: onBun },
];

async function onNode(name: string, node: '24' | '22', options: PartOptions): Promise<PartOutcome> {
  if (!exists(suite)) return 'nothing';
  const files = path.relative(root, await bundleScript('built.test', suite));
  return runMochaPart({ name, files, node, testLimit: 60_000 }, { ...options, args: [] });
}

async function onBun(): Promise<PartOutcome> {
  if (!exists(suite)) return 'nothing';
  const file = await bundleScript('built.test', suite);
  const report = path.join(root, 'out/built-bun.xml');
  rmSync(report, { force: true });
  const { code, output } = await runProgram(
    await bun(),
    ['test', file, '--timeout', '60000', '--reporter=junit', `--reporter-outfile=${report}`],
    { quiet: true, timeLimit: 300_000 },
  );
  const tests = readJunit(readFileSync(report, 'utf8'));
  writeResult('built-bun', tests);
  if (code !== 0) console.log(output);
  console.log(`   ${tests.length} tests on Bun`);
  return 'ran';
}

/** What a JUnit report says of each test. */
export function readJunit(xml: string): TestResult[] {
  return [...xml.matchAll(/<testcase\b([^>]*?)(\/>|>([\s\S]*?)<\/testcase>)/g)].map(
    ([, attributes = '', , inside = '']) => {
      const value = (name: string): string =>
        unescape(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '');
      const title = `${value('classname')} ${value('name')}`.trim();
      const base = { title, duration: Number(value('time')) * 1000, file: suite };
      if (inside.includes('<skipped')) return { ...base, state: 'skipped', reason: 'skipped on Bun' };
      if (!inside.includes('<failure')) return { ...base, state: 'passed' };
      return {
        ...base,
        state: 'failed',
        reason: unescape(inside.replaceAll(/<[^>]*>/g, '').trim()) || 'failed',
      };
    },
  );
}

function unescape(text: string): string {
  const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replaceAll(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => named[name] ?? whole);
}

/** Bun 1.3.14 from its platform's package: newer ones no longer behave as BoringSSL in VS Code does. */
async function bun(): Promise<string> {
  const version = '1.3.14';
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@oven/bun-${system}-${process.arch === 'arm64' ? 'aarch64' : process.arch}`;
  const folder = path.join(cacheFolder, `bun-${version}`);
  if (!isInCache(folder))
    await intoCache(folder, async (work) => {
      if (!(await npmInstall(work, [`${name}@${version}`])))
        throw new Error(`${name} could not be installed`);
    });
  return path.join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'bun.exe' : 'bun');
}
