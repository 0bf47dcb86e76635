// One login's tokens in another's hands, and a login that changed behind a plan (S26, S25).
import assert from 'node:assert/strict';
import { describeCredential } from '../../../src/engine/credentials/credential.ts';
import { findCredential } from '../../../src/engine/credentials/findCredential.ts';
import { isEngineError } from '../../../src/engine/errors.ts';
import type { Digest } from '../../../src/engine/oci/digest.ts';
import { parseRepository } from '../../../src/engine/oci/reference.ts';
import { forgetRegistry } from '../../../src/engine/registry/session.ts';
import { credentialOf, forgetCredential } from '../../../src/engine/registry/whoAmI.ts';
import { newSignatureImage } from '../../../src/engine/signatures/signatureImage.ts';
import { signatureTag } from '../../../src/engine/signatures/tags.ts';
import { credentialMark, newNote } from '../../../src/engine/store/journal.ts';
import { planRepair } from '../../../src/engine/verbs/planRepair.ts';
import { planSign } from '../../../src/engine/verbs/planSign.ts';
import { runRepair } from '../../../src/engine/verbs/runRepair.ts';
import { runSign } from '../../../src/engine/verbs/runSign.ts';
import { holdWhoIsFound } from '../../../src/engine/verbs/sameCredential.ts';
import { verify } from '../../../src/engine/verbs/verify.ts';
import { makeSigner, noSignal, signRequest, verifyRequest } from '../../support/scene.ts';
import { putImage, signatureOver } from './images.ts';
import { type Internet, loggedIn, newInternet, registrySite } from './internet.ts';

const signer = makeSigner('ann');
const image = 'registry.example/demo/app:1.0';
const quiet = { step: () => undefined, laterLook: () => undefined };

interface Town {
  readonly net: Internet;
  /** Of the image. */
  readonly digest: Digest;
  /** The Docker login as it is from now on. */
  login(user: string, password: string): void;
}

function newTown(auth: 'token' | 'basic', meanwhile: (method: string) => void = () => undefined): Town {
  const users = { ann: 'ann-password', ben: 'ben-password' };
  const token = { expiresInSeconds: 3600, realm: 'https://registry.example/token' };
  const option = auth === 'token' ? { token, users } : { basic: users };
  const { site, state } = registrySite({ auth: option }, ({ method }) => {
    meanwhile(method);
    return undefined;
  });
  const digest = putImage(state, 'demo/app', '1.0');
  const files: Record<string, string> = { ...loggedIn('registry.example', 'ann-password').files };
  const net = newInternet({ 'https://registry.example': site }, { files });
  return {
    net,
    digest,
    login: (user, password) => {
      Object.assign(files, loggedIn('registry.example', password, user).files);
    },
  };
}

/** The bearer tokens of these requests, each once. */
function tokensIn(net: Internet, from = 0): string[] {
  const headers = net.asked.slice(from).map((asked) => asked.headers.get('authorization') ?? '');
  return [...new Set(headers.filter((header) => header.startsWith('Bearer ')))];
}

describe('after another login', () => {
  it('no token of the old one is sent, however long it lives [S26]', async () => {
    const { net, login } = newTown('token');
    await verify(net.engine, verifyRequest(image), noSignal);
    const before = tokensIn(net);
    const from = net.asked.length;
    login('ben', 'ben-password');
    net.clock.advance(61_000);
    const report = await verify(net.engine, verifyRequest(image), noSignal);
    assert.equal(report.reader.credential.user, 'ben');
    assert.equal(before.length, 1);
    const after = tokensIn(net, from);
    assert.ok(after.length > 0 && !after.includes(before[0] ?? ''), 'a token of ann stands for ben');
  });

  it('a plan of the old one is not run: nothing is uploaded or written [S26]', async () => {
    const { net, login } = newTown('basic');
    const plan = await planSign(net.engine, signRequest(image, signer), noSignal);
    login('ben', 'ben-password');
    net.clock.advance(61_000);
    await assert.rejects(
      runSign(net.engine, plan, signer.open, quiet, noSignal),
      (error) =>
        isEngineError(error, 'plan-changed') &&
        error.details.what === 'credential' &&
        error.details.planned.user === 'ann' &&
        error.details.found.user === 'ben',
      'it ran in the name of another',
    );
    assert.ok(net.asked.every(({ method }) => method === 'GET'));
  });

  it('a login that comes while a signature is written does not sign it, nor does Refresh help it [S26]', async () => {
    const uploads: string[] = [];
    const { net, login } = newTown('basic', (method) => {
      if (method !== 'POST') return;
      uploads.push(method);
      login('ben', 'ben-password');
      forgetRegistry(net.engine.session);
      net.clock.advance(120_000);
    });
    const plan = await planSign(net.engine, signRequest(image, signer), noSignal);
    net.clock.advance(59_000);
    const from = net.asked.length;
    await runSign(net.engine, plan, signer.open, quiet, noSignal);
    const sent = net.asked.slice(from).map(({ headers }) => headers.get('authorization'));
    const bens = `Basic ${Buffer.from('ben:ben-password').toString('base64')}`;
    assert.ok(uploads.length > 0);
    assert.ok(!sent.includes(bens), 'it was written in the name of another');
  });

  it('a run goes on with its own login, also behind a refusal that has the others looked up anew [S26]', async () => {
    const { net, login } = newTown('basic');
    const repository = parseRepository('registry.example/demo/app');
    const held = await holdWhoIsFound(net.engine, repository, noSignal);
    login('ben', 'ben-password');
    forgetCredential(net.engine.session, repository);
    const userOf = async ({ session }: typeof held): Promise<string> =>
      describeCredential(await credentialOf(session, repository, noSignal)).user;
    assert.deepEqual([await userOf(net.engine), await userOf(held)], ['ben', 'ann']);
  });

  it('a login that comes while a lost signature is written back does not write it [S26] [S34]', async () => {
    let uploads = 0;
    const { net, digest, login } = newTown('basic', (method) => {
      if (method !== 'POST') return;
      uploads += 1;
      login('ben', 'ben-password');
      net.clock.advance(120_000);
    });
    await noteLost(net, digest);
    const plan = await planRepair(net.engine, { keys: [signer.key], place: undefined }, noSignal);
    net.clock.advance(61_000);
    const { items } = await runRepair(net.engine, plan, quiet.laterLook, noSignal);
    assert.deepEqual(
      items.map(({ outcome }) => outcome.kind),
      ['written-back'],
    );
    assert.ok(uploads > 0);
    assert.deepEqual(net.carrying('ben-password'), [], 'it was written in the name of another');
  });

  it('a repair that another login planned writes nothing, and holds that login no longer [S26] [S34]', async () => {
    const { net, digest, login } = newTown('basic');
    await noteLost(net, digest);
    const plan = await planRepair(net.engine, { keys: [signer.key], place: undefined }, noSignal);
    login('ben', 'ben-password');
    net.clock.advance(61_000);
    const outcomes = async (): Promise<readonly string[]> => {
      const { items } = await runRepair(net.engine, plan, quiet.laterLook, noSignal);
      return items.map(({ outcome }) => outcome.kind);
    };
    assert.deepEqual(await outcomes(), ['changed']);
    assert.ok(net.asked.every(({ method }) => method === 'GET'));
    login('ann', 'ann-password');
    net.clock.advance(61_000);
    assert.deepEqual(await outcomes(), ['written-back']);
  });

  it('with the same name and another password, a plan of the old one is not run either [S26]', async () => {
    const { net, login } = newTown('basic');
    const plan = await planSign(net.engine, signRequest(image, signer), noSignal);
    login('ann', 'another-password');
    net.clock.advance(61_000);
    await assert.rejects(runSign(net.engine, plan, signer.open, quiet, noSignal), (error) =>
      isEngineError(error, 'plan-changed'),
    );
  });

  it('a password that the token server refused is not sent once more [S26]', async () => {
    const { net, login } = newTown('token');
    login('ann', 'an-old-password');
    await assert.rejects(verify(net.engine, verifyRequest(image), noSignal), (error) =>
      isEngineError(error, 'token-refused'),
    );
    login('ann', 'ann-password');
    assert.equal((await verify(net.engine, verifyRequest(image), noSignal)).verdict, 'unsigned');
  });

  it('a token of one scope is not taken for another repository [S26]', async () => {
    const { net } = newTown('token');
    await verify(net.engine, verifyRequest(image), noSignal);
    const [before] = tokensIn(net);
    const from = net.asked.length;
    const other = verifyRequest('registry.example/demo/other:1.0');
    await assert.rejects(verify(net.engine, other, noSignal), (error) =>
      isEngineError(error, 'subject-not-found'),
    );
    const asked = net.asked.slice(from);
    const scopes = asked.flatMap(({ url }) => url.searchParams.getAll('scope'));
    assert.deepEqual(scopes, ['repository:demo/other:pull']);
    assert.ok(!tokensIn(net, from).includes(before ?? ''), 'a token is shown to another repository');
  });
});

/** The journal says that ann wrote a signature, and there is none. */
async function noteLost({ world }: Internet, digest: Digest): Promise<void> {
  const repository = parseRepository('registry.example/demo/app');
  const credential = describeCredential(await findCredential(world, repository, noSignal));
  const signature = signatureOver(signer, 'registry.example/demo/app', digest);
  const { layers, digest: manifest } = newSignatureImage([signature], 'oci', 'the test');
  const note = newNote(world, {
    ...{ repository, tag: signatureTag(digest), credential: credentialMark(credential) },
    ...{ payload: signature.payload, mediaTypes: 'oci', fingerprint: signer.key.fingerprint },
  });
  await note.write({ layers, seen: [], manifest, state: 'lost' });
}
