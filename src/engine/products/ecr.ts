// Amazon ECR, private and public (registries §3.1; hosts: amazon-ecr-credential-helper ecr-login/api/client.go).
import type { Product } from './product.ts';

// https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
const awsSignIn: Product['signIn'] = {
  ways: [
    {
      kind: 'aws-password',
      user: { name: 'AWS' },
      page: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html',
    },
  ],
};

export const ecr: Product = {
  id: 'ecr',
  name: 'Amazon ECR',
  hosts:
    /^\d{12}\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|on\.aws|on\.amazonwebservices\.com\.cn|sc2s\.sgov\.gov|c2s\.ic\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/,
  // https://docs.aws.amazon.com/cli/latest/reference/ecr/get-login-password.html
  tool: {
    program: 'aws',
    args: (registry) => ['ecr', 'get-login-password', '--region', regionOf(registry), '--output', 'text'],
    answer: { kind: 'password', user: 'AWS' },
  },
  signIn: awsSignIn,
  signs: [{ parameter: 'service', says: /^ecr\.amazonaws\.com$/, scheme: 'basic' }],
  advice: { overwrite: 'ecr-overwrite', chunked: 'ecr-chunked' },
  refusals: [
    // cosign#313: a second signature under an immutable tag.
    { obstacle: 'immutable', setting: 'ecr', says: /^TAG_INVALID .*immutable/i },
  ],
};

/** `123456789012.dkr.ecr.eu-west-1.amazonaws.com` */
function regionOf(registry: string): string {
  return /\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./.exec(registry)?.[1] ?? '';
}

export interface EcrApi {
  readonly url: URL;
  readonly region: string;
}

/**
 * Where AWS gives logins for this private registry (https://docs.aws.amazon.com/general/latest/gr/ecr.html); undefined for
 * any other host. What runs in isolated partitions is for the tool.
 */
export function ecrApi(registry: string): EcrApi | undefined {
  if (ecr.hosts?.test(registry) !== true) return undefined;
  const region = regionOf(registry);
  const service = /[.-]ecr-fips\./.test(registry) ? 'ecr-fips' : 'api.ecr';
  if (/\.(?:amazonaws\.com|on\.aws)$/.test(registry))
    return apiAt(`${service}.${region}.amazonaws.com`, region);
  if (/\.(?:amazonaws\.com\.cn|on\.amazonwebservices\.com\.cn)$/.test(registry)) {
    return apiAt(`${service}.${region}.amazonaws.com.cn`, region);
  }
  return undefined;
}

function apiAt(host: string, region: string): EcrApi {
  return { url: new URL(`https://${host}/`), region };
}

export const ecrPublic: Product = {
  id: 'ecr-public',
  name: 'Amazon ECR Public',
  hosts: /^(?:public\.ecr\.aws|ecr-public\.aws\.com)$/,
  // It has one region only (https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html).
  tool: {
    program: 'aws',
    args: () => ['ecr-public', 'get-login-password', '--region', 'us-east-1', '--output', 'text'],
    answer: { kind: 'password', user: 'AWS' },
  },
  signIn: awsSignIn,
};
