// Every fault at every request of a verification: the named error or the right verdict, never "unsigned" of what could not
// be read, never "verified" of what was altered.
import { isEngineError } from '../../src/engine/errors.ts';
import { attestationTag, fallbackTag, signatureTag } from '../../src/engine/signatures/tags.ts';
import type { RegistryOptions } from '../demo/options.ts';
import { append, hangBundle, signatureBy } from '../support/rival.ts';
import { makeSigner, noSignal, verifyRequest } from '../support/scene.ts';
import type { WorldOptions } from '../support/world.ts';
import { type Row, verifyBundle, verifySigned, verifyUnsigned, verifyWithToken } from './expected.ts';
import type { FaultName } from './faults.ts';
import { type Asked, newSetting, type Setting, settle, signIn, strike } from './stage.ts';
import { tallyOf } from './tally.ts';

const ann = makeSigner('ann');
const eve = makeSigner('eve');
const users = { ann: 'secret' };
interface Case {
  readonly title: string;
  readonly rows: Readonly<Record<string, Row>>;
  readonly options?: RegistryOptions;
  readonly world?: (address: string) => WorldOptions;
  readonly prepare: (setting: Setting) => void;
}

/** With an annotation: the payload has to be fetched. */
const signedByTwo = ({ registry, image }: Setting): void => {
  append(registry, image, signatureBy(ann, image, [['stage', 'prod']]));
  append(registry, image, signatureBy(eve, image));
};

const cases: readonly Case[] = [
  { title: 'an image signed by somebody trusted', rows: verifySigned, prepare: signedByTwo },
  { title: 'an image that nobody signed', rows: verifyUnsigned, prepare: () => undefined },
  {
    title: 'an image whose bundle the fallback tag lists',
    rows: verifyBundle,
    options: { referrers: false },
    prepare: ({ registry, image }) => {
      const predicate = 'https://sigstore.dev/cosign/sign/v1';
      hangBundle(registry, image, { stated: predicate, claimed: predicate }, true);
    },
  },
  {
    title: 'an image in a registry that gives tokens',
    rows: verifyWithToken,
    options: { auth: { token: { expiresInSeconds: 300 }, users } },
    world: signIn,
    prepare: signedByTwo,
  },
];

describe('verifying with a fault', () => {
  const tally = tallyOf('verify');

  for (const { title, rows, options, world, prepare } of cases) {
    describe(`of ${title}`, () => {
      tally.add(rows);
      let setting: Setting;
      before(async () => {
        setting = await newSetting(options);
        prepare(setting);
      });
      after(() => setting.stop());

      for (const [request, row] of Object.entries(rows)) {
        it(`ends as the table says for every fault of its ${request} request`, async () => {
          await tally.holdAgainst(row, async (fault) => {
            const found = await outcomeOf(setting, request, fault, world?.(setting.proxy.address));
            return { found, problems: [] };
          });
        });
      }
    });
  }
});

async function outcomeOf(
  setting: Setting,
  request: string,
  fault: FaultName,
  world: WorldOptions | undefined,
): Promise<string> {
  const { image } = setting;
  const struck = await strike(setting, fault, matcher(setting, request), world);
  const reference = fault === 'altered, once' ? `${image.repository}@${image.digest}` : image.reference;
  try {
    // Only where the token itself is not what breaks: the scheme is settled, so that a reset is one of a known registry.
    if (request !== 'token') await settle(struck.engine.listTags(image.repository, {}, noSignal));
    const report = await struck.engine.verify(verifyRequest(reference, { trusted: [ann] }), struck.signal);
    return struck.hits() === 0 ? 'the fault never struck' : `verdict ${report.verdict}`;
  } catch (error) {
    return isEngineError(error) ? `error ${error.code}` : `no named error: ${String(error)}`;
  } finally {
    await struck.stop();
  }
}

function matcher({ image }: Setting, request: string): (asked: Asked) => boolean {
  const ends = (...endings: string[]) => {
    return ({ method, url }: Asked): boolean => method === 'GET' && endings.some((one) => url.endsWith(one));
  };
  const matchers: Readonly<Record<string, (asked: Asked) => boolean>> = {
    subject: ends('/manifests/1.0', `/manifests/${image.digest}`),
    '.sig': ends(`/manifests/${signatureTag(image.digest)}`),
    payload: ({ url }) => url.includes('/blobs/'),
    referrers: ends(`/referrers/${image.digest}`),
    'attestation tag': ends(`/manifests/${attestationTag(image.digest)}`),
    'fallback tag': ends(`/manifests/${fallbackTag(image.digest)}`),
    'referrer manifest': ({ url }) => /\/manifests\/sha256:/.test(url) && !url.endsWith(image.digest),
    token: ({ url }) => url.startsWith('/token'),
  };
  const found = matchers[request];
  if (found === undefined) throw new Error(`no matcher for ${request}`);
  return found;
}
