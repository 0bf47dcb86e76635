// Which certificates a host has: certs.d of Docker and Podman, the person's settings, a pinned one (security.md S8, S10).
import assert from 'node:assert/strict';
import { EngineError } from '../../../src/engine/errors.ts';
import type { TlsSettings } from '../../../src/engine/http/tlsSettings.ts';
import { createCertificateLookup } from '../../../src/engine/credentials/certificates.ts';
import type { CertificateFileProblem } from '../../../src/engine/certificateProblems.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { newAuthority, newSelfSigned } from '../../support/selfSigned.ts';
import { createTestWorld } from '../../support/world.ts';
import type { WorldOptions } from '../../support/world.ts';
import { failureOf } from '../registry/support.ts';

const [docker, podman] = [newAuthority('docker'), newAuthority('podman')];
const ann = newSelfSigned('ann');
const host = 'reg.lan:5000';

function find(options: WorldOptions, at = host): Promise<TlsSettings | undefined> {
  return createCertificateLookup(createTestWorld(options)).find(at);
}

const pair = (folder: string, name = 'ann', one = ann): Record<string, string> => ({
  [`${folder}/${name}.cert`]: one.certificatePem,
  [`${folder}/${name}.key`]: one.privateKeyPem,
});

describe('the certificates of a host', () => {
  it('are those of certs.d: every *.crt of both tools, and one pair, the person’s own before the machine’s', async () => {
    const files = {
      [`/etc/docker/certs.d/${host}/ca.crt`]: docker.certificatePem,
      [`/etc/containers/certs.d/${host}/ca.crt`]: podman.certificatePem,
      ...pair(`/etc/docker/certs.d/${host}`, 'machine', newSelfSigned('machine')),
      ...pair(`/home/ann/.docker/certs.d/${host}`),
      [`/home/ann/.docker/certs.d/${host}/notes.txt`]: 'nothing',
    };
    const found = await find({ files });
    assert.deepEqual(found?.authorities, [podman.certificatePem, docker.certificatePem]);
    assert.equal(found.client?.name, `~/.docker/certs.d/${host}/ann.cert`);
    assert.equal(found.client.key, ann.privateKeyPem);
  });

  it('belong to that host and port alone, where 443 may be written or not [S29]', async () => {
    const files = { '/etc/docker/certs.d/reg.lan:443/ca.crt': docker.certificatePem };
    assert.equal((await find({ files }, 'reg.lan'))?.authorities.length, 1);
    assert.equal(await find({ files }, 'reg.lan:5000'), undefined);
    assert.equal(await find({ files }, 'other.lan'), undefined);
  });

  it('stand in folders without the colon on Windows', async () => {
    const asked: string[] = [];
    const world = createTestWorld({
      machine: { platform: 'win32', homeDirectory: 'C:\\Users\\ann' },
      environment: { PROGRAMDATA: 'D:\\Data' },
    });
    const list = (folder: string) => {
      asked.push(folder);
      return Promise.resolve(undefined);
    };
    await createCertificateLookup({ ...world, files: { ...world.files, list } }).find(host);
    assert.deepEqual(asked, [
      'C:\\Users\\ann\\.config\\containers\\certs.d\\reg.lan5000',
      'C:\\Users\\ann\\.docker\\certs.d\\reg.lan5000',
      'C:\\Users\\ann\\.config\\docker\\certs.d\\reg.lan5000',
      'D:\\Data\\docker\\certs.d\\reg.lan5000',
    ]);
  });

  it('inside a workspace folder are not used, also behind a link, and the log says so [S8] [S10]', async () => {
    const folder = `/home/ann/.docker/certs.d/${host}`;
    const files = { [`${folder}/ca.crt`]: docker.certificatePem };
    const world = createTestWorld({
      files,
      links: { [folder]: '/projects/app/certs' },
      machine: { workspaceFolders: () => ['/projects/app'] },
    });
    assert.equal(await createCertificateLookup(world).find(host), undefined);
    assert.match(world.logged.join('\n'), /certificates inside a workspace folder are not used: ~\/\.docker/);
    const certificateFiles = () => ({
      authorities: '/projects/app/ca.crt',
      clientCertificate: undefined,
      clientKey: undefined,
    });
    const machine = { workspaceFolders: () => ['/projects/app'] };
    const asked = find({
      files: { '/projects/app/ca.crt': docker.certificatePem },
      machine,
      permissions: { certificateFiles },
    });
    assert.equal((await failureOf('bad-certificate-file', asked)).reason, 'in-workspace');
  });

  it('that cannot be used are named by their file and by what is wrong', async () => {
    const folder = `/etc/docker/certs.d/${host}`;
    const encrypted = '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n';
    const cases: readonly (readonly [Record<string, string>, string, CertificateFileProblem])[] = [
      [{ 'ca.crt': 'nothing' }, 'ca.crt', 'not-a-certificate'],
      [
        { 'ca.crt': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n' },
        'ca.crt',
        'not-a-certificate',
      ],
      [{ 'a.cert': ann.certificatePem }, 'a.cert', 'key-missing'],
      [{ 'a.key': ann.privateKeyPem }, 'a.key', 'certificate-missing'],
      [{ 'a.cert': ann.certificatePem, 'a.key': 'nothing' }, 'a.key', 'not-a-key'],
      [{ 'a.cert': ann.certificatePem, 'a.key': encrypted }, 'a.key', 'encrypted-key'],
      [{ 'a.cert': ann.certificatePem, 'a.key': docker.privateKeyPem }, 'a.key', 'other-key'],
    ];
    for (const [texts, file, reason] of cases) {
      const files = Object.fromEntries(
        Object.entries(texts).map(([name, text]) => [`${folder}/${name}`, text]),
      );
      const details = await failureOf('bad-certificate-file', find({ files }));
      assert.deepEqual(details, { path: `${folder}/${file}`, reason });
      assert.ok(!JSON.stringify(details).includes('BEGIN'));
    }
  });

  it('are those of the setting where it names the host, and then no folder is looked at', async () => {
    const files = { '/keys/ca.crt': podman.certificatePem, [`/etc/docker/certs.d/${host}/ca.crt`]: 'broken' };
    const named = { clientCertificate: undefined, clientKey: undefined };
    const certificateFiles = (at: string) =>
      at === host ? { authorities: '/keys/ca.crt', ...named } : undefined;
    const found = await find({ files, permissions: { certificateFiles } });
    assert.deepEqual(found?.authorities, [podman.certificatePem]);
    for (const [authorities, reason] of [
      ['ca.crt', 'not-absolute'],
      ['/keys/none.crt', 'absent'],
    ] as const) {
      const permissions = { certificateFiles: () => ({ authorities, ...named }) };
      assert.equal((await failureOf('bad-certificate-file', find({ permissions }))).reason, reason);
    }
    const half = {
      certificateFiles: () => ({ ...named, authorities: undefined, clientCertificate: '/keys/ca.crt' }),
    };
    assert.equal(
      (await failureOf('bad-certificate-file', find({ permissions: half }))).reason,
      'key-missing',
    );
  });

  it('are read again after a minute, after Refresh and after a failure; a pinned one counts at once', async () => {
    const files: Record<string, string> = {};
    const clock = createFakeClock();
    const pins: Record<string, string> = {};
    const world = createTestWorld({ files, clock, permissions: { pinnedCertificate: (at) => pins[at] } });
    const lookup = createCertificateLookup(world);
    assert.equal(await lookup.find(host), undefined);
    const file = `/etc/docker/certs.d/${host}/ca.crt`;
    files[file] = 'broken';
    assert.equal(await lookup.find(host), undefined);
    lookup.forget();
    await failureOf('bad-certificate-file', lookup.find(host));
    files[file] = docker.certificatePem;
    assert.equal((await lookup.find(host))?.authorities.length, 1);
    files[file] = `${docker.certificatePem}${podman.certificatePem}`;
    assert.equal((await lookup.find(host))?.authorities[0], docker.certificatePem);
    pins[host] = 'ab';
    assert.equal((await lookup.find(host))?.pinned, 'ab');
    clock.advance(60_000);
    assert.equal((await lookup.find(host))?.authorities[0], files[file]);
  });

  it('in a folder that may not be read are passed over, as Podman does', async () => {
    const world = createTestWorld();
    const list = (folder: string) =>
      Promise.reject(new EngineError('file-not-readable', { path: folder, reason: { code: 'denied' } }));
    assert.equal(
      await createCertificateLookup({ ...world, files: { ...world.files, list } }).find(host),
      undefined,
    );
  });
});
