// Serves the demo until it is interrupted, and prints where everything is: `node test/demo/start.ts [PORT]`.
import { demoPort, startDemo } from './demo.ts';

const interrupt = new AbortController();
const demo = await startDemo({ port: Number(process.argv[2] ?? demoPort) }, interrupt.signal);

console.log(`Demo registry   ${demo.address} (${demo.registry.state.repositories.size} repositories)`);
console.log(`Workspace       ${demo.workspace}`);
console.log(`Key to import   ${demo.keyFile}`);
console.log(`  label         ${demo.keyLabel}`);
console.log(`  password      ${demo.keyPassword}`);
console.log('Ctrl-C ends it.');

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupt.abort();
    void demo.stop().then(() => process.exit(0));
  });
}
