// The simple signing payload, written and read. What Go's decoder makes of the hostile ones was run with Go 1.26
// on the struct of sigstore/sigstore's pkg/signature/payload; byte equality with real cosign is in golden.test.ts.
import assert from 'node:assert/strict';
import { EngineError } from '../../../src/engine/errors.ts';
import { buildPayload, checkAnnotations, readPayload } from '../../../src/engine/signatures/payload.ts';
import type { PayloadProblem } from '../../../src/engine/problems.ts';
import type { PayloadClaims } from '../../../src/engine/signatures/payload.ts';

const digest = `sha256:${'a'.repeat(64)}` as const;
const other = `sha256:${'b'.repeat(64)}` as const;
const type = 'cosign container image signature';

function build(annotations: readonly (readonly [string, string])[]): string {
  return new TextDecoder().decode(buildPayload('ghcr.io/acme/app', digest, annotations));
}

function read(text: string): PayloadClaims {
  return readPayload(new TextEncoder().encode(text));
}

function problem(payload: string | Uint8Array): PayloadProblem | string {
  try {
    readPayload(typeof payload === 'string' ? new TextEncoder().encode(payload) : payload);
  } catch (error) {
    assert.ok(error instanceof EngineError && error.code === 'bad-payload', String(error));
    return (error as EngineError<'bad-payload'>).details.reason;
  }
  return 'accepted';
}

function annotationProblem(annotations: readonly (readonly [string, string])[]): unknown {
  try {
    checkAnnotations(annotations);
  } catch (error) {
    assert.ok(error instanceof EngineError && error.code === 'bad-annotation', String(error));
    return (error as EngineError<'bad-annotation'>).details;
  }
  return undefined;
}

describe('building a payload', () => {
  it('writes cosign’s bytes: one line, this order, optional null without annotations', () => {
    assert.equal(
      build([]),
      `{"critical":{"identity":{"docker-reference":"ghcr.io/acme/app"},"image":{"docker-manifest-digest":"${digest}"},` +
        `"type":"${type}"},"optional":null}`,
    );
  });

  it('takes 216 bytes and the repository’s name', () => {
    assert.equal(buildPayload('127.0.0.1:15931/demo/app', digest, []).length, 240);
    assert.equal(buildPayload('é', digest, []).length, 218);
  });

  it('sorts annotations by the bytes of their names, and keeps 10, 9 and __proto__ [N5]', () => {
    const annotations = [
      ['😀', 'a'],
      ['～', 'b'],
      ['9', 'c'],
      ['10', 'd'],
      ['__proto__', 'e'],
      ['empty', ''],
      ['h', '<x&y>\u2028é'],
    ] as const;
    assert.match(
      build(annotations),
      /"optional":\{"10":"d","9":"c","__proto__":"e","empty":"","h":"\\u003cx\\u0026y\\u003e\\u2028é","～":"b","😀":"a"\}\}$/,
    );
  });

  it('refuses annotations that no payload can carry unambiguously [N5]', () => {
    assert.deepEqual(annotationProblem([['', 'x']]), { name: '', reason: 'empty-name' });
    assert.deepEqual(
      annotationProblem([
        ['a', '1'],
        ['a', '1'],
      ]),
      { name: 'a', reason: 'duplicate' },
    );
    assert.deepEqual(annotationProblem([['a\ud800', '1']]), { name: 'a\ufffd', reason: 'not-unicode' });
    assert.deepEqual(annotationProblem([['a', '\udc00']]), { name: 'a', reason: 'not-unicode' });
    assert.equal(
      annotationProblem([
        ['a', '😀'],
        ['A', ''],
      ]),
      undefined,
    );
    assert.throws(() => build([['', 'x']]), { name: 'EngineError', code: 'bad-annotation' });
  });
});

describe('reading a payload', () => {
  it('gives back what was built', () => {
    const annotations = [
      ['10', '<x&y>\u2028é'],
      ['9', ''],
      ['__proto__', 'p'],
    ] as const;
    assert.deepEqual(readPayload(buildPayload('ghcr.io/acme/app', digest, annotations)), {
      digest,
      dockerReference: 'ghcr.io/acme/app',
      type,
      annotations,
      notText: [],
    });
  });

  it('takes names in any case, as very old payloads have them', () => {
    const old = `{"Critical":{"Identity":{"docker-reference":""},"Image":{"Docker-manifest-digest":"${digest}"},"Type":"${type}"},"Optional":null}`;
    assert.deepEqual(read(old), { digest, dockerReference: '', type, annotations: [], notText: [] });
  });

  it('folds the long s and the Kelvin sign as Go does [N5]', () => {
    const folded = `{"critical":{"image":{"doc\u212aer-manife\u017ft-digest":"${digest}"},"type":"x"}}`;
    assert.equal(read(folded).digest, digest);
  });

  it('takes unknown members, white space, and null for what is not there', () => {
    const odd = ` {"x":[{}],"critical":{"identity":null,"image":{"docker-manifest-digest":"${digest}","y":1},"type":null}}\n`;
    assert.deepEqual(read(odd), { digest, dockerReference: '', type: '', annotations: [], notText: [] });
  });

  it('gives digest and type exactly as they stand; judging them is for the checks', () => {
    const odd = `{"critical":{"image":{"docker-manifest-digest":" SHA256:AA "},"type":"atomic container signature"}}`;
    assert.deepEqual([read(odd).digest, read(odd).type], [' SHA256:AA ', 'atomic container signature']);
  });

  it('shows annotations that are no text as their JSON and names them, so that 1 is not taken for "1"', () => {
    const optional = `{"creator":"x","timestamp": 1514764800.0 ,"n":12345678901234567890,"o":{ "a" : [1] },"z":null,"t":true}`;
    const claims = read(
      `{"critical":{"image":{"docker-manifest-digest":"${digest}"},"type":"${type}"},"optional":${optional}}`,
    );
    assert.deepEqual(claims.annotations, [
      ['creator', 'x'],
      ['timestamp', '1514764800.0'],
      ['n', '12345678901234567890'],
      ['o', '{ "a" : [1] }'],
      ['z', 'null'],
      ['t', 'true'],
    ]);
    assert.deepEqual(claims.notText, ['timestamp', 'n', 'o', 'z', 't']);
  });

  it('keeps annotations apart that differ in case: they are two for every reader', () => {
    const claims = read(
      `{"critical":{"image":{"docker-manifest-digest":"${digest}"},"type":"x"},"optional":{"a":"1","A":"2"}}`,
    );
    assert.deepEqual(claims.annotations, [
      ['a', '1'],
      ['A', '2'],
    ]);
  });

  it('puts U+FFFD for half a surrogate pair, as Go does [N5]', () => {
    const claims = read(
      `{"critical":{"image":{"docker-manifest-digest":"${digest}"},"type":"\\ud800"},"optional":{"\\udc00":"\\ud800x"}}`,
    );
    assert.equal(claims.type, '\ufffd');
    assert.deepEqual(claims.annotations, [['\ufffd', '\ufffdx']]);
  });

  const image = (members: string): string =>
    `{"critical":{"image":{${members}},"type":"${type}"},"optional":null}`;
  const good = `"docker-manifest-digest":"${digest}"`;
  const evil = `"docker-manifest-digest":"${other}"`;
  const critical = (value: string): string => `{"critical":${value}}`;
  const wrongKind = 'part-missing';
  const twice = 'name-twice';
  const inCase = 'name-in-two-cases';
  const hostile: readonly (readonly [title: string, payload: string | Uint8Array, PayloadProblem])[] = [
    // Go takes the last of these; a reader by exact names the one spelt right; another the first.
    ['the digest twice', image(`${good},${evil}`), twice],
    ['the same digest twice', image(`${good},${good}`), twice],
    ['the digest in two cases', image(`${good},"Docker-Manifest-Digest":"${other}"`), inCase],
    ['the digest again with a long s', image(`${good},"docker-manife\u017ft-digest":"${other}"`), inCase],
    [
      'the digest again with a Kelvin sign',
      image(`"doc\u212aer-manifest-digest":"${other}",${good}`),
      inCase,
    ],
    [
      'the digest again with an escaped name',
      image(`${good},"docker-manifest-digest\\u0000":"x","d\\u006fcker-manifest-digest":"${other}"`),
      twice,
    ],
    // Go leaves the first value where the second is null.
    ['null after the digest', image(`${good},"docker-manifest-digest":null`), twice],
    // Go merges two objects into one struct.
    ['image twice', critical(`{"image":{${good}},"image":{},"type":"x"}`), twice],
    ['Image beside image', critical(`{"image":{${good}},"Image":{${evil}},"type":"x"}`), inCase],
    ['critical twice', `{"critical":{"image":{${good}}},"critical":{"image":{${evil}}}}`, twice],
    ['Critical beside critical', `{"critical":{"image":{${good}}},"CRITICAL":{}}`, inCase],
    ['the type twice', critical(`{"image":{${good}},"type":"${type}","type":"x"}`), twice],
    ['identity twice', critical(`{"image":{${good}},"identity":{},"Identity":{}}`), inCase],
    ['optional twice', `{"critical":{"image":{${good}}},"optional":{"a":"1"},"Optional":{"b":"2"}}`, inCase],
    ['an annotation twice', `{"critical":{"image":{${good}}},"optional":{"a":"1","a":"2"}}`, twice],
    [
      'an annotation twice after decoding',
      `{"critical":{"image":{${good}}},"optional":{"\\ud800":"1","\\udfff":"2"}}`,
      twice,
    ],
    ['no digest', image('"x":"y"'), wrongKind],
    ['null for a digest', image('"docker-manifest-digest":null'), wrongKind],
    ['a number for a digest', image('"docker-manifest-digest":1'), wrongKind],
    ['a list for a digest', image(`"docker-manifest-digest":["${digest}"]`), wrongKind],
    ['a digest only under __proto__', image(`"__proto__":{${good}}`), wrongKind],
    ['everything under __proto__', `{"__proto__":{"critical":{"image":{${good}}}}}`, wrongKind],
    ['no image', critical('{"type":"x"}'), wrongKind],
    ['a list for critical', critical('[]'), wrongKind],
    ['a number for the type', critical(`{"image":{${good}},"type":1}`), wrongKind],
    ['a list for identity', critical(`{"image":{${good}},"identity":[]}`), wrongKind],
    [
      'a number for the docker-reference',
      critical(`{"image":{${good}},"identity":{"docker-reference":1}}`),
      wrongKind,
    ],
    ['a list for optional', `{"critical":{"image":{${good}}},"optional":[]}`, wrongKind],
    ['text for optional', `{"critical":{"image":{${good}}},"optional":"x"}`, wrongKind],
    ['a list', '[]', 'not-an-object'],
    ['null', 'null', 'not-an-object'],
    ['trailing bytes', `${image(good)}{}`, 'not-json'],
    ['nothing', '', 'not-json'],
    ['a byte order mark', `\ufeff${image(good)}`, 'not-json'],
    ['UTF-16', Buffer.from(image(good), 'utf16le'), 'not-json'],
    ['invalid UTF-8', Buffer.from(image(good).replace('cosign', '\u00ff'), 'latin1'), 'not-utf-8'],
    ['deep nesting', `{"critical":${'['.repeat(70)}${']'.repeat(70)}}`, 'nested-too-deeply'],
  ];
  for (const [title, payload, expected] of hostile) {
    it(`refuses ${title} [N5]`, () => {
      assert.equal(problem(payload), expected);
    });
  }
});
