// Amazon ECR, private and public (registries §3.1). Private: Basic only, no token server, the login of `aws ecr
// get-login-password` (https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html).
import { type Answer, refusal, textAnswer } from '../answers.ts';
import type { UserLogin } from '../authOptions.ts';
import { type EmulatedProduct, rights } from './product.ts';

const account = '123456789012';
const host = `${account}.dkr.ecr.eu-west-1.amazonaws.com`;
const writer: UserLogin = { user: 'AWS', password: 'ecr-password-of-a-writer' };
const reader: UserLogin = { user: 'AWS', password: 'ecr-password-of-a-reader' };

/** 12 hours after the login. */
const ended: Answer = refusal(
  403,
  'DENIED',
  'Your authorization token has expired. Reauthenticate and try again.',
);

export const ecr: EmulatedProduct = {
  registry: host,
  otherHosts: ['prod-eu-west-1-starport-layer-bucket.s3.eu-west-1.amazonaws.com'],
  repository: 'team/app',
  missing: 'team/none',
  foreign: 'others/app',
  writer,
  reader,
  options: {
    auth: {
      basic: { writer, reader },
      grants: rights({ own: 'team/' }),
      // NVIDIA/enroot#59, ggcr#861
      challenge: (name) => `Basic realm="https://${name}/",service="ecr.amazonaws.com"`,
      words: {
        unauthorized: () => textAnswer(401, 'Not Authorized\n'),
        ended,
        denied: ({ action, name }) =>
          refusal(
            403,
            'DENIED',
            `User: arn:aws:iam::${account}:user/ben is not authorized to perform: ecr:${action === 'push' ? 'InitiateLayerUpload' : action === 'delete' ? 'BatchDeleteImage' : 'BatchGetImage'} on resource: arn:aws:ecr:eu-west-1:${account}:repository/${name ?? ''}`,
          ),
      },
    },
    // aws/containers-roadmap#1931
    digestHeader: 'on-head',
    // ggcr#1091, ggcr#681
    pageLimit: {
      most: 1000,
      refusal: refusal(
        405,
        'UNSUPPORTED',
        "Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member must be less than or equal to 1000'",
      ),
    },
    singlePost: false,
    absoluteLocations: true,
    // regclient scheme/reg/blob.go
    patch: 'created',
    // roadmap#2783
    subjects: false,
    blobsAt: { host: 'prod-eu-west-1-starport-layer-bucket.s3.eu-west-1.amazonaws.com', status: 307 },
    words: {
      absent: ({ kind, repositoryExists, name }) => {
        if (!repositoryExists) {
          const message = `The repository with name '${name}' does not exist in the registry with id '${account}'`;
          return refusal(404, 'NAME_UNKNOWN', message);
        }
        return kind === 'manifest'
          ? refusal(404, 'MANIFEST_UNKNOWN', 'Requested image not found')
          : undefined;
      },
      // The words for immutable tags are the demo registry's own.
      limit: refusal(429, 'TOOMANYREQUESTS', 'Rate exceeded'),
    },
  },
};

/** public.ecr.aws: tokens whose scope is the bare word `aws` (many client test suites); everybody reads. */
export const ecrPublic: EmulatedProduct = {
  registry: 'public.ecr.aws',
  otherHosts: ['d5l0dvt14r5h8.cloudfront.net'],
  repository: 'acme/app',
  missing: 'acme/none',
  foreign: 'others/app',
  writer,
  reader,
  options: {
    auth: {
      token: {
        at: { path: '/token/' },
        service: 'public.ecr.aws',
        fixedScope: 'aws',
        unbound: true,
        field: 'token',
        tooWeak: 'denied',
        post: false,
      },
      users: { writer, reader },
      grants: rights({ own: 'acme/', isPublic: true }),
    },
    digestHeader: 'on-head',
    singlePost: false,
    absoluteLocations: true,
    catalog: false,
    patch: 'created',
    blobsAt: { host: 'd5l0dvt14r5h8.cloudfront.net', status: 307 },
    words: {
      absent: ({ kind, repositoryExists, name }) =>
        repositoryExists || kind === 'catalog'
          ? undefined
          : refusal(
              404,
              'NAME_UNKNOWN',
              `The repository with name '${name}' does not exist in the registry with id '${account}'`,
            ),
    },
  },
};
