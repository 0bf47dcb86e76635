// Amazon ECR, private and public (registries §3.1; hosts: amazon-ecr-credential-helper ecr-login/api/client.go).
import type { Product } from './product.ts';

export const ecr: Product = {
  id: 'ecr',
  name: 'Amazon ECR',
  hosts:
    /^\d{12}\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|on\.aws|on\.amazonwebservices\.com\.cn|sc2s\.sgov\.gov|c2s\.ic\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/,
  refusals: [
    // cosign#313: a second signature under an immutable tag.
    { obstacle: 'immutable', setting: 'ecr', says: /^TAG_INVALID .*immutable/i },
  ],
};

export const ecrPublic: Product = {
  id: 'ecr-public',
  name: 'Amazon ECR Public',
  hosts: /^(?:public\.ecr\.aws|ecr-public\.aws\.com)$/,
};
