// Two hundred signed images of ten repositories behind a token server, verified in one run: Countersign as it runs in
// the extension, 16 at once, and one cosign process with the same list.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Cosign, type CosignKey, newCosign } from '../support/cosign.ts';
import { type RunningDistribution, startDistribution } from '../support/distribution.ts';
import { getPeer } from '../support/peers.ts';
import { pushImage } from '../support/sampleImages.ts';
import { buildProgram, startProgram, type Who } from './contestants.ts';
import { figureOf, type Figure } from './figures.ts';

export interface ManyImages {
  readonly images: number;
  readonly repositories: number;
  readonly rows: readonly ManyRow[];
}

export interface ManyRow {
  readonly who: Who;
  readonly title: string;
  /** Milliseconds. */
  readonly wall: Figure | undefined;
  /** Requests to the token server. */
  readonly tokens: Figure | undefined;
}

const [repositories, tags] = [10, 20];
const [user, password] = ['ann', 'secret of ann'];

/** Verifies all of them `runs` times after a warm-up, each contestant in turn. */
export async function benchManyImages(runs: number, signal: AbortSignal): Promise<ManyImages> {
  const cosign = await newCosign(await getPeer('cosign3', signal), 3);
  const auth = { users: { [user]: password }, host: 'localhost' };
  const server = await startDistribution({ version: 'v3', auth }, signal);
  const program = startProgram(await buildProgram(), cosign);
  try {
    const address = server.address.replace('127.0.0.1', 'localhost');
    await logIn(cosign, address);
    const key = await cosign.generateKey('bench', signal);
    const references = await pushSigned(address, server, cosign, key, signal);
    const contestants = {
      extension: async () => {
        const { privateKeyFile, publicKeyFile } = key;
        const order = { action: 'verify', references, privateKeyFile, publicKeyFile } as const;
        return (await program.order(order, signal)).whole;
      },
      cosign: () => verifyWithCosign(cosign, key, references, signal),
    };
    const rows = await inTurns(contestants, server, runs);
    return { images: references.length, repositories, rows };
  } finally {
    program.stop();
    await server.stop();
    await cosign.dispose();
  }
}

const titles = { extension: 'Countersign, in the extension', cosign: 'cosign 3, one process' };

async function inTurns(
  contestants: Readonly<Record<keyof typeof titles, () => Promise<number>>>,
  { tokenServer }: RunningDistribution,
  runs: number,
): Promise<readonly ManyRow[]> {
  const names = Object.keys(titles) as (keyof typeof titles)[];
  const measured = new Map(names.map((name) => [name, { wall: [] as number[], tokens: [] as number[] }]));
  for (let run = 0; run <= runs; run += 1) {
    for (const name of run % 2 === 0 ? names : names.toReversed()) {
      const before = tokenServer?.requests.length ?? 0;
      const wall = await contestants[name]();
      if (run === 0) continue;
      measured.get(name)?.wall.push(wall);
      measured.get(name)?.tokens.push((tokenServer?.requests.length ?? 0) - before);
    }
  }
  return names.map((who) => ({
    who,
    title: titles[who],
    wall: figureOf(measured.get(who)?.wall ?? []),
    tokens: figureOf(measured.get(who)?.tokens ?? []),
  }));
}

async function verifyWithCosign(
  cosign: Cosign,
  key: CosignKey,
  references: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const begun = performance.now();
  const args = ['verify', '--key', key.publicKeyFile, '--insecure-ignore-tlog', ...references];
  const { code, stderr } = await cosign.run(args, {}, signal);
  if (code !== 0) throw new Error(`cosign verify: ${stderr.slice(-2000)}`);
  return performance.now() - begun;
}

/** Both find the login where `docker login` leaves it. */
async function logIn(cosign: Cosign, address: string): Promise<void> {
  const auth = Buffer.from(`${user}:${password}`).toString('base64');
  await mkdir(path.join(cosign.folder, '.docker'));
  const config = { auths: { [address]: { auth } } };
  await writeFile(path.join(cosign.folder, '.docker/config.json'), JSON.stringify(config));
}

async function pushSigned(
  address: string,
  { tokenServer }: RunningDistribution,
  cosign: Cosign,
  key: CosignKey,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const references: string[] = [];
  for (let repository = 0; repository < repositories; repository += 1) {
    const name = `bench/app${String(repository)}`;
    const headers = { authorization: `Bearer ${await tokenFor(tokenServer?.realm ?? '', name)}` };
    const pushed: string[] = [];
    for (let tag = 0; tag < tags; tag += 1) {
      const image = await pushImage(address, name, `${String(tag)}.0`, { headers });
      pushed.push(image.reference);
    }
    const flags = ['--tlog-upload=false', '--new-bundle-format=false', '--use-signing-config=false'];
    const args = ['sign', '--yes', '--key', key.privateKeyFile, ...flags, ...pushed];
    const { code, stderr } = await cosign.run(args, {}, signal);
    if (code !== 0) throw new Error(`cosign sign: ${stderr.slice(-2000)}`);
    references.push(...pushed);
  }
  return references;
}

async function tokenFor(realm: string, repository: string): Promise<string> {
  const url = `${realm}?service=test-registry&scope=repository:${repository}:pull,push`;
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const response = await fetch(url, { headers: { authorization } });
  return ((await response.json()) as { readonly token: string }).token;
}
