// Amazon ECR by access keys that are written down: signed as AWS's own test suite has it, sent to AWS alone.
import assert from 'node:assert/strict';
import { signAwsRequest } from '../../../src/engine/credentials/awsSignature.ts';
import { findCredential } from '../../../src/engine/credentials/findCredential.ts';
import { withoutHelpers } from '../../../src/engine/credentials/withoutHelpers.ts';
import { createTestWorld, type WorldOptions } from '../../support/world.ts';
import { never, repositoryOf } from './support.ts';

const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/app';
const keys = {
  accessKey: 'AKIDEXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: undefined,
};
const environment = { AWS_ACCESS_KEY_ID: keys.accessKey, AWS_SECRET_ACCESS_KEY: keys.secretKey };

describe('a request to AWS', () => {
  // The cases get-vanilla and post-vanilla of AWS's test suite for signature version 4.
  for (const [method, signature] of [
    ['GET', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    ['POST', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  ] as const) {
    it(`is signed as AWS signs it: ${method}`, () => {
      const url = new URL('https://example.amazonaws.com/');
      const asked = {
        method,
        url,
        service: 'service',
        region: 'us-east-1',
        headers: {},
        body: new Uint8Array(),
      };
      const headers = signAwsRequest(asked, keys, Date.UTC(2015, 7, 30, 12, 36, 0));
      assert.equal(headers['x-amz-date'], '20150830T123600Z');
      assert.equal(
        headers['authorization'],
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
          `SignedHeaders=host;x-amz-date, Signature=${signature}`,
      );
    });
  }
});

interface Asked {
  readonly url: string;
  readonly headers: Headers;
}

/** A world in which AWS answers this. */
function scene(answer: Response | Error, more: WorldOptions) {
  const asked: Asked[] = [];
  const world = createTestWorld({
    fetch: (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      asked.push({ url, headers: new Headers(init?.headers) });
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer.clone());
    },
    ...more,
  });
  return { asked, world };
}

const gives = (token: unknown): Response =>
  Response.json({ authorizationData: [{ authorizationToken: token, expiresAt: 1.7e9 }] });
const login = gives(Buffer.from('AWS:canary').toString('base64'));

describe('access keys of AWS', () => {
  it('become a login by one request to AWS, and only for a registry of AWS [S24]', async () => {
    const { asked, world } = scene(login, { environment: { ...environment, AWS_SESSION_TOKEN: 'session' } });
    const { identity, lasts, ...found } = await findCredential(world, repositoryOf(image), never);
    assert.ok((lasts ?? 0) > 60_000, 'AWS gives another password each time: it stands for a while');
    assert.deepEqual(found, {
      ...{ kind: 'basic', username: 'AWS', password: 'canary' },
      source: { kind: 'aws-keys', detail: 'AWS_ACCESS_KEY_ID' },
    });
    assert.ok(!identity.includes('canary'));
    assert.deepEqual(
      asked.map(({ url }) => url),
      ['https://api.ecr.eu-west-1.amazonaws.com/'],
    );
    assert.equal(asked[0]?.headers.get('x-amz-security-token'), 'session');
    for (const host of [
      'evil.example',
      '123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.example',
      'ghcr.io',
    ]) {
      assert.equal((await findCredential(world, repositoryOf(`${host}/app`), never)).kind, 'anonymous');
    }
    assert.equal(asked.length, 1);
  });

  for (const [title, files, more, from] of [
    [
      'the default profile',
      { credentials: '[default]\naws_access_key_id = AKID\naws_secret_access_key=secret\n' },
      {},
      'default',
    ],
    [
      'the profile that AWS_PROFILE names, in the other file',
      {
        credentials: '[default]\naws_access_key_id=no\naws_secret_access_key=no',
        config:
          '[profile work]\r\naws_access_key_id=AKID\r\naws_secret_access_key=secret\r\n[profile other]\n',
      },
      { AWS_PROFILE: 'work' },
      'work',
    ],
  ] as const) {
    it(`are read from ${title}`, async () => {
      const inHome = Object.entries(files).map(([name, text]) => [`/home/ann/.aws/${name}`, text]);
      const { asked, world } = scene(login, { environment: more, files: Object.fromEntries(inHome) });
      const found = await findCredential(world, repositoryOf(image), never);
      assert.deepEqual(found.source, { kind: 'aws-keys', detail: from });
      assert.match(asked[0]?.headers.get('authorization') ?? '', /Credential=AKID\//);
    });
  }

  it('that AWS refuses, or that it answers with anything else, leave the person without a login, and none is logged', async () => {
    for (const answer of [
      new Response('{"__type":"UnrecognizedClientException"}', { status: 400 }),
      new Error('no network'),
      gives('no base64!'),
      gives(Buffer.from('canary').toString('base64')),
      gives(Buffer.from('AWS:can\nary').toString('base64')),
      Response.json(null),
      new Response('canary'),
    ]) {
      const { world } = scene(answer, { environment });
      assert.equal((await findCredential(world, repositoryOf(image), never)).kind, 'anonymous');
      const logged = JSON.stringify(world.logged);
      assert.ok(!logged.includes('canary') && !logged.includes(keys.secretKey), logged);
    }
  });

  it('are not sent to AWS in the background [S25]', async () => {
    const { asked, world } = scene(login, { environment });
    const quiet = withoutHelpers(world);
    await assert.rejects(findCredential(quiet, repositoryOf(image), never), /credential-helper-failed/);
    assert.deepEqual(asked, []);
  });

  it('in a file that a variable puts into the workspace are not read [S8]', async () => {
    const { asked, world } = scene(login, {
      environment: { AWS_SHARED_CREDENTIALS_FILE: '/projects/app/credentials' },
      files: { '/projects/app/credentials': '[default]\naws_access_key_id=a\naws_secret_access_key=b' },
      machine: { workspaceFolders: () => ['/projects/app'] },
    });
    await assert.rejects(findCredential(world, repositoryOf(image), never), /credential-path-in-workspace/);
    assert.deepEqual(asked, []);
  });
});
