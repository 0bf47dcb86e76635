// One operation of the engine in a process of its own, so that its memory can be measured: `node memoryChild.ts ADDRESS
// OPERATION`. Prints what it came to, and the most memory in use above that before it, in bytes.
import { createEngine } from '../../src/engine/engine.ts';
import { makeSigner, noSignal, verifyRequest } from '../support/scene.ts';
import { createTestWorld } from '../support/world.ts';

const [address = '', operation = ''] = process.argv.slice(2);
const auth = Buffer.from('ann:secret').toString('base64');
const files = { '/home/ann/.docker/config.json': JSON.stringify({ auths: { [address]: { auth } } }) };
const engine = createEngine(createTestWorld({ files }));
const reference = `${address}/demo/app:1.0`;

const operations: Readonly<Record<string, () => Promise<string>>> = {
  verify: async () =>
    (await engine.verify(verifyRequest(reference, { trusted: [makeSigner('x')] }), noSignal)).verdict,
  tags: () => drain(engine.listTags(`${address}/demo/app`, {}, noSignal)),
  catalog: () => drain(engine.listRepositories({ registry: address }, {}, noSignal)),
};

async function drain(pages: AsyncIterable<{ readonly names: readonly string[] }>): Promise<string> {
  let names = 0;
  for await (const page of pages) names += page.names.length;
  return `${String(names)} names`;
}

const inUse = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

const before = inUse();
let most = before;
const watching = setInterval(() => (most = Math.max(most, inUse())), 2);
const outcome = await (operations[operation] ?? (() => Promise.resolve('no such operation')))().catch(
  (error: unknown) => (error as { code?: string }).code ?? String(error),
);
clearInterval(watching);
engine.dispose();
console.log(JSON.stringify({ outcome, most: Math.max(most, inUse()) - before }));
process.exit(0);
