// Interop with real cosign: prints one line per cell and "N of N cells", and writes .test-results/interop.json.
// Words after the command choose the cells whose titles hold all of them. In CI a missing peer is a failure.
import { writeResult } from '../support/task/results.ts';
import {
  appendAndVerify,
  bundles,
  exchangeKeys,
  type Party,
  recursively,
  referrerSignatures,
  sameBytes,
  signAndVerify,
} from './cells.ts';
import { copies } from './copies.ts';
import { newCosignTool } from './cosignTool.ts';
import { newCountersignTool } from './countersign.ts';
import { savedBundles, savedReferrers, saveAndLoad } from './folders.ts';
import { importKeys, keyTypes, type Players } from './keyTypes.ts';
import { killedWriters, races } from './races.ts';
import { newCells, sumOf } from './results.ts';
import { registries } from './scene.ts';
import type { Tool } from './tool.ts';

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.once('SIGTERM', () => interrupt.abort());
const { signal } = interrupt;

const cells = newCells({ strict: process.env['CI'] === 'true', only: process.argv.slice(2) });

const countersign = await orMissing('countersign', () => newCountersignTool());
const cosign2 = await orMissing('cosign 2', () => newCosignTool(2, signal));
const cosign3 = await orMissing('cosign 3', () => newCosignTool(3, signal));
const tools = [countersign, cosign2, cosign3].filter((tool) => tool !== undefined);

try {
  const parties: Party[] = [];
  for (const tool of tools) {
    parties.push({ tool, key: await tool.generateKey(`key-of-${tool.title.replace(' ', '-')}`, signal) });
  }
  const stranger = await tools[0]?.generateKey('stranger', signal);
  const players = await everyKind();
  if (stranger !== undefined) {
    for (const registry of registries) await runOn(registry, parties, stranger, players);
    await runCopies(parties, stranger);
  }
} finally {
  for (const tool of tools) await tool.dispose();
}

writeResult('interop', cells.results);
console.log(sumOf(cells.results));
if (cells.results.some((result) => result.state === 'failed')) process.exitCode = 1;

async function runOn(
  registry: (typeof registries)[number],
  parties: readonly Party[],
  stranger: Party['key'],
  players: Players | undefined,
): Promise<void> {
  const server = await orMissing(registry.title, () => registry.start(signal));
  if (server === undefined) return;
  try {
    const setting = { cells, registry: registry.title, address: server.address, signal, stranger };
    const partyOf = <T extends Tool>(tool: T): { tool: T; key: Party['key'] } => {
      const party = parties.find((candidate) => candidate.tool === tool);
      return { tool, key: party?.key ?? stranger };
    };
    await signAndVerify(setting, parties);
    await appendAndVerify(setting, parties);
    await exchangeKeys(setting, parties);
    const own = countersign && partyOf(countersign);
    for (const cosign of [cosign2, cosign3]) {
      if (own === undefined || cosign === undefined) continue;
      await sameBytes(setting, own, partyOf(cosign));
      await referrerSignatures(setting, partyOf(cosign), own);
      await recursively(setting, own, cosign);
      await recursively(setting, partyOf(cosign), own.tool);
    }
    if (own !== undefined) {
      for (const cosign of [cosign2, cosign3]) {
        if (cosign === undefined) continue;
        await saveAndLoad(setting, own, partyOf(cosign));
        await savedReferrers(setting, own, partyOf(cosign));
      }
      if (cosign3 !== undefined) await savedBundles(setting, own, partyOf(cosign3));
    }
    if (own !== undefined && !registry.title.includes('referrers')) {
      await killedWriters(cells, registry.title, server.address);
      await races(cells, registry.title, server.address);
    }
    if (cosign3 !== undefined) await bundles(setting, partyOf(cosign3), own);
    if (players !== undefined) await keyTypes(setting, players);
  } finally {
    await server.stop();
  }
}

/** From the first registry to each of the others. */
async function runCopies(parties: readonly Party[], stranger: Party['key']): Promise<void> {
  const [first, ...others] = registries;
  if (first === undefined || countersign === undefined) return;
  const from = await orMissing(first.title, () => first.start(signal));
  for (const registry of from === undefined ? [] : others) {
    const into = await orMissing(registry.title, () => registry.start(signal));
    if (from === undefined || into === undefined) continue;
    const title = `${first.title} to ${registry.title}`;
    const setting = { cells, registry: title, address: from.address, signal, stranger };
    for (const cosign of [cosign2, cosign3]) {
      const key = parties.find(({ tool }) => tool === cosign)?.key;
      if (cosign === undefined || key === undefined) continue;
      const verifiers = [cosign2, cosign3].filter((tool) => tool !== undefined);
      await copies(setting, countersign, { tool: cosign, key }, verifiers, into.address);
    }
    await into.stop();
  }
  await from?.stop();
}

/** One key of each kind, as each tool imports it. */
async function everyKind(): Promise<Players | undefined> {
  if (countersign === undefined) return undefined;
  const cosigns = [cosign2, cosign3].filter((tool) => tool !== undefined);
  const ownKeys = await importKeys(countersign, signal);
  const cosignKeys = new Map<(typeof cosigns)[number], Players['ownKeys']>();
  for (const cosign of cosigns) cosignKeys.set(cosign, await importKeys(cosign, signal));
  return { countersign, cosigns, ownKeys, cosignKeys };
}

/** The tool or server, or undefined where it cannot be had; that is a cell of its own then. */
async function orMissing<T>(title: string, make: () => Promise<T>): Promise<T | undefined> {
  try {
    return await make();
  } catch (error) {
    cells.missing(`${title} is there`, error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
