// Where the demo registry's blobs are when they are not with the registry: another host with signed URLs, which does not
// want an Authorization beside the signature (S3: "Only one auth mechanism allowed", 400; GCS and Azure alike).
import { type Answer, type Exchange, noSuchPage } from './answers.ts';

const path = /^\/content\/(.+)\/(sha256:[0-9a-f]{64})$/;

/** The redirect of a blob's GET to its host; undefined where the registry itself gives it. */
export function redirectToContent(exchange: Exchange, name: string, target: string): Answer | undefined {
  const { request, options, behindName, address } = exchange;
  if (options.blobsAt === undefined || request.method !== 'GET') return undefined;
  const { host, status } = options.blobsAt;
  // At the bare address of this machine its other name stands for the other host.
  const base = behindName === true ? `https://${host}` : `http://${otherNameOf(address)}`;
  const location = `${base}/content/${name}/${target}?X-Amz-Signature=0a1b2c3d4e5f`;
  return { status, headers: { location } };
}

/** The content host's answer, when the request is for it. */
export function answerContent({
  request,
  state,
  options,
  behindName,
  address,
}: Exchange): Answer | undefined {
  if (options.blobsAt === undefined || (behindName === true && address !== options.blobsAt.host))
    return undefined;
  const [, name = '', target = ''] = path.exec(request.path) ?? [];
  if (target === '') return undefined;
  const blob = state.repositories.get(name)?.blobs.get(target);
  if (blob === undefined) return noSuchPage();
  if (request.headers['authorization'] !== undefined) {
    const body =
      '<Error><Code>InvalidArgument</Code><Message>Only one auth mechanism allowed</Message></Error>';
    return { status: 400, headers: { 'content-type': 'application/xml' }, body };
  }
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: blob };
}

function otherNameOf(address: string): string {
  return address.startsWith('localhost:')
    ? address.replace('localhost', '127.0.0.1')
    : address.replace('127.0.0.1', 'localhost');
}
