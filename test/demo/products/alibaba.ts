// Alibaba Cloud Container Registry, personal edition (registries §3.12): a service with colons, names of two components,
// repositories that no push makes, and no config types but an image's.
import { refusal } from '../answers.ts';
import { type EmulatedProduct, rights } from './product.ts';

const writer = { user: 'ann@acme', password: 'alibaba-password-of-a-writer' };
const reader = { user: 'ben@acme', password: 'alibaba-password-of-a-reader' };
const grants = rights({ own: 'acme/', catalog: false });

export const alibaba: EmulatedProduct = {
  registry: 'registry.cn-hangzhou.aliyuncs.com',
  otherHosts: ['dockerauth.cn-hangzhou.aliyuncs.com'],
  repository: 'acme/app',
  missing: 'acme/none',
  foreign: 'others/app',
  writer,
  reader,
  options: {
    auth: {
      token: {
        at: { host: 'dockerauth.cn-hangzhou.aliyuncs.com', path: '/auth' },
        service: 'registry.aliyuncs.com:cn-hangzhou:26842',
        form: 'jwt',
      },
      users: { writer, reader },
      // insufficient_scope for longer names, and for what nobody made in the console.
      grants: (user, name, action, exists) =>
        name.split('/').length === 2 && exists && grants(user, name, action, exists),
    },
    singlePost: false,
    absoluteLocations: true,
    tagPaging: 'none',
    referrers: false,
    // Many reports: no bundles as cosign 3 writes them.
    configClasses: 'image',
    words: {
      // https://help.aliyun.com/en/acr/user-guide/turn-on-immutable-image-version (enterprise edition)
      immutable: () => refusal(403, 'DENIED', 'The requested tag already exists and cannot be overwritten.'),
    },
  },
};
