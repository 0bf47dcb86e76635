// Secrets in the wrong place: a private key among the rules, a password in a broken file, a helper that fails while it
// prints. What is said about them does not repeat them (N1).
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { createEngine } from '../../src/engine/engine.ts';
import type { TrustLevel } from '../../src/engine/plan.ts';
import { noSignal, noSettings } from '../support/scene.ts';
import { startRegistry } from '../demo/registry.ts';
import { pushImage } from '../support/sampleImages.ts';
import { createTestWorld, type TestWorld, type WorldOptions } from '../support/world.ts';
import { formsOf, textsIn } from './textsIn.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const sec1 = privateKey.export({ type: 'sec1', format: 'pem' }).toString();
const password = 'canary-password-5c0e"<&';

/** The lines of a PEM text that hold the key; the label is no secret. */
function secretLines(text: string): string[] {
  return text.split('\n').filter((line) => line.length > 20 && !line.startsWith('-----'));
}

function assertNoneIn(value: unknown, secrets: readonly string[]): void {
  const texts = textsIn(value);
  assert.ok(texts.length > 0);
  const found = secrets.filter((secret) => texts.some((text) => text.includes(secret)));
  assert.deepEqual(found, [], 'a secret came out');
}

async function outcome(running: Promise<unknown>): Promise<unknown> {
  return running.then(
    (value) => value,
    (error: unknown) => error,
  );
}

describe('a private key that was pasted among the rules', () => {
  const body = secretLines(pem).join('');
  const values: Readonly<Record<string, unknown>> = {
    'for a key': [{ images: '**', keys: [pem] }],
    'for a key, in the old form': [{ images: '**', keys: [sec1] }],
    'beside a public key': [
      { images: '**', keys: [`${pem}\n-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----`] },
    ],
    'without its first line': [{ images: '**', keys: [body] }],
    'behind "own:"': [{ images: '**', keys: [`own:${body}`] }],
    'as a path': [{ images: '**', keys: [`/keys/${body}`] }],
    'for a pattern': [{ images: pem, keys: [pem] }],
    'for the name of a field': [{ images: '**', keys: ['/a.pub'], [pem]: pem }],
    'for a rule': [pem],
    'for all rules': pem,
    'for the list of keys': [{ images: '**', keys: pem }],
    'deep inside': [{ images: { [pem]: pem }, keys: [{ [pem]: pem }, [pem]] }],
  };

  for (const level of ['user', 'workspace', 'folder'] as const) {
    it(`is named by its place and never repeated: ${level} settings [N1]`, async () => {
      const registry = await startRegistry();
      const { reference } = await pushImage(registry.address, 'demo/app', '1.0');
      const world = createTestWorld();
      const engine = createEngine(world);
      const seen: unknown[] = [world.logged];
      for (const value of Object.values(values)) {
        const levels: TrustLevel[] = [{ level, source: 'the settings', value }];
        const trust = {
          levels,
          ownKeys: [],
          readKeyFile: () => Promise.reject(new Error(`ENOENT ${pem}`)),
        };
        const request = { reference, settings: noSettings, annotations: [], trust };
        const report = await engine.verify(request, noSignal);
        assert.equal(report.verdict, 'could-not-check');
        const problems = await engine.checkRules(trust, noSignal);
        assert.ok(problems.length > 0);
        seen.push(report, problems);
      }
      engine.dispose();
      await registry.stop();
      assertNoneIn(seen, [...secretLines(pem), ...secretLines(sec1), body]);
    });
  }
});

describe('the password of a key', () => {
  it('shows in no error and no log, right or wrong [N1]', async () => {
    const world = createTestWorld({ environment: { COSIGN_PASSWORD: password } });
    const engine = createEngine(world);
    const made = await engine.generateKey(password, noSignal);
    const cancelled = AbortSignal.abort();
    const seen = [
      world.logged,
      made.publicKeyPem,
      await outcome(engine.openKey(made.file, `${password}x`, 'release', noSignal)),
      await outcome(engine.openKey(made.file.replace('ENCRYPTED', 'BROKEN'), password, 'release', noSignal)),
      await outcome(engine.openKey(made.file, password, 'release', cancelled)),
      await outcome(engine.openKey(pem, password, 'release', noSignal)),
      await outcome(engine.importKey(made.file, `${password}x`, password, 'release', noSignal)),
      await outcome(engine.importKey(`${pem}${pem}`, password, password, 'release', noSignal)),
      await outcome(engine.importKey(password, password, password, 'release', noSignal)),
      await outcome(engine.openKey(password, password, 'release', noSignal)),
    ];
    assertNoneIn(seen, [...formsOf(password), ...secretLines(pem)]);
    engine.dispose();
  });
});

describe('a password in a credential file or a helper', () => {
  const auth = Buffer.from(`ann:${password}`).toString('base64');
  const inHome = (text: string): WorldOptions => ({ files: { '/home/ann/.docker/config.json': text } });
  const entry = (fields: Readonly<Record<string, unknown>>): WorldOptions =>
    inHome(JSON.stringify({ auths: { 'registry.example': fields } }));
  const helper = (exitCode: number, stdout: string, stderr = ''): WorldOptions => ({
    ...inHome(JSON.stringify({ credHelpers: { 'registry.example': 'ok' } })),
    executables: ['/usr/bin/docker-credential-ok'],
    run: () => Promise.resolve({ exitCode, stdout, stderr }),
  });
  const printed = JSON.stringify({ ServerURL: 'registry.example', Username: 'ann', Secret: password });
  const cases: Readonly<Record<string, WorldOptions>> = {
    'in broken JSON': inHome(`{"auths":{"registry.example":{"auth":"${auth}"}}`),
    'in JSON of another kind': inHome(JSON.stringify([password])),
    'in a field of the wrong type': entry({ auth: [auth] }),
    'that is not base64': entry({ auth: `ann:${password}` }),
    'without a user': entry({ auth: Buffer.from(`:${password}`).toString('base64') }),
    'without a colon': entry({ auth: Buffer.from(password).toString('base64') }),
    'in a variable that is broken': { environment: { DOCKER_AUTH_CONFIG: `{"auths":"${password}"` } },
    'in a variable that names a file': {
      environment: {
        REGISTRY_AUTH_FILE: `{"auths":{"registry.example":{"auth":"${auth}","x":"${password}"}}}`,
      },
    },
    'in a variable that names a folder': { environment: { DOCKER_CONFIG: `{"auth": "${password}"}` } },
    'printed by a helper that fails': helper(1, printed),
    'printed by a helper beside other text': helper(0, `using ann\n${printed}`),
    'printed by a helper as its error': helper(1, '', printed),
    'printed by a helper in another form': helper(0, JSON.stringify({ Username: 'ann', Secret: [password] })),
    'in the words of a process that did not start': {
      ...helper(0, ''),
      run: () => Promise.reject(new Error(`spawn failed: ${printed}`)),
    },
  };

  for (const [name, options] of Object.entries(cases)) {
    it(`is not repeated: ${name} [N1]`, async () => {
      const world: TestWorld = createTestWorld({
        ...options,
        fetch: () =>
          Promise.resolve(new Response('', { status: 401, headers: { 'www-authenticate': 'Basic' } })),
      });
      const engine = createEngine(world);
      const image = 'registry.example/demo/app:1.0';
      const seen = [await outcome(engine.inspectImage(image, noSignal)), world.logged];
      engine.dispose();
      assertNoneIn(seen, [...formsOf(password), auth]);
    });
  }
});
