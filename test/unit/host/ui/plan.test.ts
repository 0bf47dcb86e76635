// The lines of the plan: everything that leaves the machine stands there before anything does (V1, U6, U14, S38).
import assert from 'node:assert/strict';
import type { SignPlan } from '../../../../src/engine/plan.ts';
import type { PlanNotes } from '../../../../src/host/ui/plan.ts';
import '../../../support/plainVscode.ts';
import { planOf } from '../../../support/plans.ts';

const { planItems } = await import('../../../../src/host/ui/plan.ts');
const { planChanges } = await import('../../../../src/host/ui/planChanges.ts');

const quiet: PlanNotes = { changes: [], password: 'asked' };

/** Each line as one text. */
function linesOf(plan: SignPlan, notes = quiet): readonly string[] {
  return planItems(plan, notes).map(
    ({ label, description = '', detail = '' }) => `${label} | ${description} | ${detail}`,
  );
}

function choices(plan: SignPlan): readonly string[] {
  return planItems(plan, quiet).map(({ value }) => value.kind);
}

describe('lines of the plan', () => {
  it('begin with Sign, and every part below can be changed [V1] [U6]', () => {
    assert.deepEqual(choices(planOf()), [
      'sign',
      'reference',
      'place',
      'key',
      'add-annotation',
      'look',
      'look',
      'media-types',
    ]);
  });

  it('name the folder whose settings apply, where that matters [S11]', () => {
    assert.doesNotMatch(linesOf(planOf()).join('\n'), /settings of folder/);
    assert.match(
      linesOf(planOf(), { ...quiet, folder: 'api' }).join('\n'),
      /^The settings of folder api apply \|.*“Choose Folder for Settings”/m,
    );
  });

  it('hold the whole digest, the place with its origin, key, credential, machine and log [S38]', () => {
    const text = linesOf(planOf()).join('\n');
    assert.match(text, /^Image ghcr\.io\/acme\/app:1\.0 \| .* \| sha256:a{64}$/m);
    assert.match(
      text,
      /^Place ghcr\.io\/acme\/app \| Change place… \| sha256-a{12}….sig · none there yet · beside the image \(the default\)$/m,
    );
    assert.match(text, /^Key release \| Change key… \| 0123456789ab · Its password is asked for next\.$/m);
    assert.match(
      text,
      /^Credential: Docker config ~\/\.docker\/config\.json, user ann \|  \| On this computer\. The registry grants push\.$/m,
    );
    assert.match(
      text,
      /^No public log: cosign 2 and 3 verify it with --insecure-ignore-tlog .*cosign 3 looks at no \.sig once/m,
    );
  });

  it('name a signature repository with its layout and the variable it comes from [S8] [V3]', () => {
    const origin = { kind: 'environment', name: 'COSIGN_REPOSITORY' } as const;
    const place = {
      ...planOf().place,
      repository: 'ghcr.io/acme/sigs',
      layout: 'shared',
      origin,
      state: 'has-signatures',
      signatures: 2,
    } as const;
    assert.match(
      linesOf(planOf({ place })).join('\n'),
      /^Place ghcr\.io\/acme\/sigs .* · the 2 signatures there are kept · .*layout shared \(environment variable COSIGN_REPOSITORY\)$/m,
    );
  });

  it('do not say of a repository that nobody can see that it will be created [S17]', () => {
    const place = { ...planOf().place, repository: 'ghcr.io/acme/sigs', state: 'will-be-created' } as const;
    assert.match(linesOf(planOf({ place })).join('\n'), / · not there, or not visible to you · /m);
  });

  it('show an implied tag [U7]', () => {
    assert.match(
      linesOf(planOf({ tag: 'latest', impliedTag: true }))[1] ?? '',
      /^Image ghcr\.io\/acme\/app:latest \| No tag was given\./,
    );
  });

  it('say that of an index only the index is signed, and its platforms', () => {
    const lines = linesOf(planOf({ platforms: ['linux/amd64', 'linux/arm64'] }));
    assert.equal(
      lines[2],
      'Only the index itself is signed, not its images | Sign the platform images too | linux/amd64, linux/arm64',
    );
  });

  it('offer nothing to write where the key signed already [V1]', () => {
    const plan = planOf({ alreadySigned: true });
    assert.equal(choices(plan).includes('sign'), false);
    assert.equal(choices(plan)[0], 'close');
  });

  it('say that push is denied before a password is typed [U14]', () => {
    const credential = { ...planOf().credential, push: 'denied' } as const;
    const [first = '', ...rest] = linesOf(planOf({ credential }));
    assert.match(first, /^Sign Anyway .* may not push there\.$/);
    assert.match(rest.join('\n'), /The registry denies push\./);
  });

  it('say that COSIGN_PASSWORD or the stored password is used [U4]', () => {
    assert.match(
      linesOf(planOf(), { ...quiet, password: 'environment' }).join('\n'),
      /COSIGN_PASSWORD opens it\./,
    );
    assert.match(
      linesOf(planOf(), { ...quiet, password: 'stored' }).join('\n'),
      /Its stored password opens it\./,
    );
  });

  it('keep the media types of a signature image that is there', () => {
    const plan = planOf({ mediaTypes: 'docker', mediaTypesOrigin: 'existing' });
    assert.equal(choices(plan).includes('media-types'), false);
  });

  it('list annotations to be taken out, and one more to be added [U6]', () => {
    const { request } = planOf();
    const plan = planOf({ request: { ...request, annotations: [['env', 'prod']] } });
    const items = planItems(plan, quiet);
    assert.deepEqual(items.find(({ label }) => label === 'env=prod')?.value, {
      kind: 'annotation',
      index: 0,
    });
  });

  it('put what changed right below the first line [S26]', () => {
    const lines = linesOf(planOf(), { ...quiet, changes: ['The image is another one now.'] });
    assert.match(lines[1] ?? '', /^The image is another one now\./);
  });
});

describe('changes between two plans', () => {
  it('are none for the same plan', () => {
    assert.deepEqual(planChanges(planOf(), planOf()), []);
  });

  it('name the digest that the tag was before [S26]', () => {
    const changes = planChanges(planOf(), planOf({ digest: `sha256:${'b'.repeat(64)}` }));
    assert.match(changes.join(' '), /it was sha256:a{64}\./);
  });

  it('name the credential that was used before [S26]', () => {
    const credential = { ...planOf().credential, identity: 'docker:bob' };
    assert.match(planChanges(planOf(), planOf({ credential })).join(' '), /it was Docker config/);
  });

  it('leave out what the person chose', () => {
    const { request } = planOf();
    const other = planOf({
      request: {
        ...request,
        reference: 'ghcr.io/acme/other',
        key: { ...request.key, fingerprint: 'f'.repeat(64) },
      },
      digest: `sha256:${'b'.repeat(64)}`,
    });
    assert.deepEqual(planChanges(planOf(), other), []);
  });
});
