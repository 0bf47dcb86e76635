// A registry whose certificate nobody vouches for: the error says why and offers to look at it, the fingerprint comes
// first, a yes reads on, another certificate is told with both fingerprints, and what is forgotten is asked again.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { startRegistry, type Registry } from '../demo/registry.ts';
import { pushImage } from '../support/sampleImages.ts';
import { fingerprintOf, newSelfSigned } from '../support/selfSigned.ts';
import { startTls, type TlsServer } from '../support/tlsServer.ts';
import { makeFolder } from '../support/ui/session.ts';
import { sitDown, type Desk } from '../support/ui/steps.ts';

const asked = 'Compare the fingerprint';
/** The two lines of it. */
const written = (fingerprint: string): readonly string[] =>
  (fingerprint.toUpperCase().match(/.{32}/g) ?? []).map((half) => (half.match(/../g) ?? []).join(':'));

describe('a registry whose certificate is not trusted', () => {
  const first = newSelfSigned('registry of the test');
  const second = newSelfSigned('somebody else');
  let desk: Desk;
  let registry: Registry;
  let tls: TlsServer;

  before(async () => {
    registry = await startRegistry();
    await pushImage(registry.address, 'team/app', '1.0');
    tls = await startTls(first, (message, response) => {
      response.setHeader('connection', 'close');
      const { method, url, headers } = message;
      const [host, port] = registry.address.split(':');
      const further = request({ host, port, method, path: url, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      message.pipe(further);
    });
    desk = await sitDown(await makeFolder('certificates', { 'countersign.registries': [tls.address] }));
    await desk.container('Countersign');
  });

  beforeEach(() => desk.closeToasts());

  /** Presses the button of the error's row. */
  async function offer(): Promise<void> {
    const row = desk.row(/^Self-signed certificate/);
    await row.hover();
    await row.locator('.action-label[aria-label*="Trust This Certificate"]').click();
  }

  after(async () => {
    await desk.close();
    await tls.stop();
    await registry.stop();
  });

  it('shows the certificate with its fingerprint before anything is sent, and reads on after a yes [S10]', async () => {
    const { keyboard } = desk;
    await desk.expand(tls.address);
    const error = desk.row(/^Self-signed certificate/);
    await error.waitFor();
    await desk.screenshot('certificate-not-trusted');
    await offer();
    const shown = await keyboard.sees(asked);
    for (const line of written(fingerprintOf(first))) assert.ok(shown.includes(line), shown);
    assert.match(shown, /registry of the test/);
    await desk.screenshot('trust-this-certificate');
    await keyboard.choose(asked, 'Do Not Trust');
    assert.equal(tls.httpBytes(), 0, 'something was sent');
    await offer();
    await keyboard.choose(asked, 'for this host only');
    await desk.row('team/app').waitFor();
    assert.ok(tls.httpBytes() > 0);
  });

  it('tells another certificate with both fingerprints, and sends nothing to it [S28]', async () => {
    const before = tls.httpBytes();
    tls.swap(second);
    await desk.keyboard.run('Countersign: Refresh');
    const changed = desk.row(/^Another certificate than the one you trusted/);
    await changed.waitFor();
    const text = await changed.innerText();
    for (const one of [first, second]) assert.ok(text.includes(fingerprintOf(one).slice(0, 16)), text);
    await desk.screenshot('certificate-changed');
    assert.equal(tls.httpBytes(), before, 'something was sent to a stranger');
    tls.swap(first);
  });

  it('is asked about again once its certificate is forgotten', async () => {
    const { keyboard } = desk;
    await keyboard.run('Countersign: Trusted Certificates…');
    await keyboard.sees('Choose the ones to forget.');
    await desk.screenshot('trusted-certificates');
    await desk.quickRow(tls.address).click();
    await keyboard.press('Enter');
    await keyboard.run('Countersign: Refresh');
    await desk.row(/^Self-signed certificate/).waitFor();
    await keyboard.run('Countersign: Trusted Certificates…');
    await desk.toast('No certificate is trusted by its fingerprint');
  });
});
