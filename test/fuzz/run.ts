// `npm run fuzz -- [PARSER …] [--inputs N] [--seed N] [--from N]`: as many broken inputs as one likes, with a table.
import { parseArgs } from 'node:util';
import { fuzz, howToRepeat } from './fuzz.ts';
import { parsers } from './parsers.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    from: { type: 'string', default: '0' },
  },
});
const [inputs = 0, seed = 0, from = 0] = [values.inputs, values.seed, values.from].map(Number);
const unknown = positionals.filter((name) => !parsers.some((parser) => parser.name === name));
if (unknown.length > 0)
  throw new Error(`there is no ${unknown.join(', ')}: ${parsers.map(({ name }) => name).join(', ')}`);

console.log(`seed ${String(seed)}\n`);
console.log(['parser', 'inputs', 'read', 'per second', 'heap before', 'heap after'].join('\t'));
for (const { name } of parsers) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const outcome = await fuzz({ parser: name, seed, from, inputs });
  if (outcome.kind === 'finding') {
    const { number, input, failure } = outcome;
    console.log(
      `${name}\tFOUND at input ${String(number)}\n${failure}\ninput ${input}\n${howToRepeat(name, seed, number)}`,
    );
    process.exitCode = 1;
    continue;
  }
  const { taken, seconds, heapBefore, heapAfter } = outcome;
  const megabytes = [heapBefore, heapAfter].map((bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MB`);
  console.log([name, inputs, taken, Math.round(inputs / seconds), ...megabytes].join('\t'));
}
