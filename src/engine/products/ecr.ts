// Amazon ECR, private and public (registries §3.1; hosts: amazon-ecr-credential-helper ecr-login/api/client.go).
import type { Product } from './product.ts';

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
  refusals: [
    // cosign#313: a second signature under an immutable tag.
    { obstacle: 'immutable', setting: 'ecr', says: /^TAG_INVALID .*immutable/i },
  ],
};

/** `123456789012.dkr.ecr.eu-west-1.amazonaws.com` */
function regionOf(registry: string): string {
  return /\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./.exec(registry)?.[1] ?? '';
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
};
