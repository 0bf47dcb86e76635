// Which product a host belongs to: by its whole name, for what it may change.
import assert from 'node:assert/strict';
import { productAt, products } from '../../src/engine/products/products.ts';

const hosts: readonly (readonly [host: string, id: string | undefined])[] = [
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'ecr'],
  ['123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com', 'ecr'],
  ['123456789012.dkr-ecr.eu-west-1.on.aws', 'ecr'],
  ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', 'ecr'],
  ['12345678901.dkr.ecr.eu-west-1.amazonaws.com', undefined],
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.example', undefined],
  ['public.ecr.aws', 'ecr-public'],
  ['europe-west1-docker.pkg.dev', 'google'],
  ['docker.europe-west1.rep.pkg.dev', 'google'],
  ['gcr.io', 'google'],
  ['eu.gcr.io', 'google'],
  ['evil.gcr.io', undefined],
  ['evil-gcr.io', undefined],
  ['docker.io', 'docker-hub'],
  ['index.docker.io', 'docker-hub'],
  ['registry-1.docker.io', 'docker-hub'],
  ['xdocker.io', undefined],
  ['acme.azurecr.io', 'acr'],
  ['a.b.azurecr.io', undefined],
  ['acme.jfrog.io', 'artifactory'],
  ['registry.gitlab.com', 'gitlab'],
  ['registry.gitlab.example.com', undefined],
  ['ghcr.io', 'ghcr'],
  ['containers.acme.ghe.com', 'ghcr'],
  ['registry.digitalocean.com', 'digitalocean'],
  ['registry.cn-hangzhou.aliyuncs.com', 'alibaba'],
  ['crpi-abc123.cn-hangzhou.personal.cr.aliyuncs.com', 'alibaba'],
  ['acme-registry.cn-hangzhou.cr.aliyuncs.com', 'alibaba'],
  ['evil.oss-cn-hangzhou.aliyuncs.com', undefined],
  ['quay.io', 'quay'],
  ['localhost:5000', undefined],
];

describe('a product', () => {
  for (const [host, id] of hosts) {
    it(`is ${id ?? 'none'} at ${host} [S24]`, () => {
      assert.equal(productAt(host)?.id, id);
      assert.equal(productAt(`${host}:444`), undefined);
    });
  }

  it('is described once, and no host belongs to two', () => {
    assert.equal(new Set(products.map(({ id }) => id)).size, products.length);
    for (const [host] of hosts) {
      assert.ok(products.filter((one) => one.hosts?.test(host) === true).length <= 1, host);
    }
  });
});
