// What is said of a trial, and what a product calls the login that it wants.
import assert from 'node:assert/strict';
import { EngineError } from '../../../../src/engine/errors.ts';
import { products, signInOffer } from '../../../../src/engine/products/products.ts';
import type { SignInTrial } from '../../../../src/engine/signIn.ts';
import '../../../support/plainVscode.ts';

const { attemptProblem, signedInWords } = await import('../../../../src/host/signIn/trialWords.ts');
const { wayWords } = await import('../../../../src/host/signIn/wayWords.ts');

const credential = { kind: 'kept-login', detail: 'ghcr.io', user: 'ann' } as const;
const refused = { registry: 'ghcr.io', realmHost: 'ghcr.io', status: 403, message: 'denied', credential };

describe('the words of a trial', () => {
  const told = (trial: SignInTrial, where?: string): string =>
    signedInWords('ghcr.io', 'ann', trial, where, 'keychain');
  const image = 'ghcr.io/acme/app';

  it('say who, what the login may do there, and where it is kept [U14]', () => {
    const accepted = { login: 'accepted', pull: 'granted' } as const;
    assert.equal(
      told({ ...accepted, push: 'granted' }, image),
      'Signed in to ghcr.io as ann. It may read and sign in ghcr.io/acme/app. The login is kept in the keychain.',
    );
    assert.match(told({ ...accepted, push: 'denied' }, image), /may not push .* can verify there, not sign/);
    assert.match(told({ ...accepted, push: 'unknown' }, image), /may read .*; whether it may push shows/);
    assert.match(told({ ...accepted, pull: 'denied', push: 'unknown' }, image), /may not read ghcr/);
    assert.doesNotMatch(told({ ...accepted, push: 'unknown' }), /may/);
    assert.match(
      told({ login: 'not-asked', pull: 'unknown', push: 'unknown' }),
      /wants no login for reading/,
    );
  });

  it('say which login is used before an account, and how it goes away', () => {
    const trial = { login: 'accepted', pull: 'granted', push: 'granted' } as const;
    const docker = { kind: 'docker-config', detail: '~/.docker/config.json', user: 'ben' } as const;
    assert.match(
      told({ ...trial, before: docker }, image),
      /But another login is used first: Docker config ~\/.docker\/config.json, user ben. Remove it there, e.g. by docker logout/,
    );
    assert.match(told({ ...trial, before: credential }), /user ann. Sign Out of Registry removes it/);
  });

  it('stand in the box where the login is refused or nobody answers; all else is told as a failure', () => {
    assert.equal(
      attemptProblem('ghcr.io', new EngineError('token-refused', refused)),
      'ghcr.io refused this login (status 403): denied',
    );
    const unreachable = new EngineError('unreachable', {
      ...{ host: 'ghcr.io', reason: 'name', message: 'ENOTFOUND' },
    });
    assert.match(attemptProblem('ghcr.io', unreachable) ?? '', /ghcr\.io/);
    const realm = { registry: 'ghcr.io', realmHost: 'evil.example', privateAddress: false };
    assert.equal(attemptProblem('ghcr.io', new EngineError('token-realm-unknown', realm)), undefined);
    assert.equal(attemptProblem('ghcr.io', new Error('other')), undefined);
  });
});

describe('what can be signed in with', () => {
  const hosts = {
    'ghcr.io': [/classic/, 'read:packages, write:packages'],
    'docker.io': [/Docker Hub/, 'Read & Write'],
    'registry.gitlab.com': [/GitLab/, 'read_registry, write_registry'],
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com': [/AWS/, 'twelve hours'],
    'eu.gcr.io': [/Google/, 'an hour'],
    'acme.azurecr.io': [/Azure/, 'service principal'],
    'acme.jfrog.io': [/Artifactory: identity token/, 'profile'],
    'registry.digitalocean.com': [/DigitalOcean/, 'user name and password at once'],
    'registry.cn-hangzhou.aliyuncs.com': [/Alibaba/, 'not the password of the account'],
    'quay.io': [/Quay: robot/, 'write permission'],
  } as const;
  for (const [host, [label, detail]] of Object.entries(hosts)) {
    it(`is called at ${host} what its product calls it, with a page that says more`, () => {
      const { ways } = signInOffer(host === 'docker.io' ? 'index.docker.io' : host);
      const [first] = ways;
      assert.ok(first);
      assert.match(wayWords(first).label, label);
      assert.ok(wayWords(first).detail?.includes(detail), wayWords(first).detail);
      assert.match(first.page ?? '', /^https:\/\//);
    });
  }

  it('on a host of somebody’s own is a user name with a password first, then what products call it', () => {
    const { product, ways, account } = signInOffer('registry.example:5000');
    assert.deepEqual([product, account], [undefined, undefined]);
    const labels = ways.map((way) => wayWords(way).label);
    assert.match(labels[0] ?? '', /^User name and password/);
    for (const name of ['Harbor', 'GitLab', 'Artifactory', 'Nexus', 'Quay', 'Gitea']) {
      assert.ok(
        labels.some((label) => label.startsWith(name)),
        name,
      );
    }
  });

  it('names an account only at the hosts of its makers [S24]', () => {
    assert.equal(signInOffer('ghcr.io').account?.provider, 'github');
    assert.equal(signInOffer('containers.acme.ghe.com').account?.provider, 'github-enterprise');
    assert.equal(signInOffer('acme.azurecr.io').account?.provider, 'microsoft');
    for (const host of ['acme.azurecr.cn', 'ghcr.io.evil.example', 'quay.io', 'localhost:5000']) {
      assert.equal(signInOffer(host).account, undefined, host);
    }
    const pages = products.flatMap(({ signIn }) => signIn?.accounts ?? []).map(({ hosts: at }) => at.source);
    for (const source of pages) assert.match(source, /^\^.*\$$/, 'anchored');
  });

  it('leads to the tenant’s own page on GitHub Enterprise', () => {
    assert.match(signInOffer('containers.acme.ghe.com').ways[0]?.page ?? '', /^https:\/\/acme\.ghe\.com\//);
  });
});
