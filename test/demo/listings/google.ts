// What Google's registries tell in `tags/list` (google/go-containerregistry pkg/v1/google/list.go): what is below, and every
// manifest with its tags, all at once; numbers as text (registries §3.2). `_catalog` is refused here.
import { type Content, inNamespace, json, type ListServer } from './content.ts';

export function newGoogleLists(content: Content): ListServer {
  return ({ url }) => {
    const [, path] = /^\/v2\/(.+)\/tags\/list$/.exec(url.pathname) ?? [];
    if (path === undefined) return json(403, { errors: [{ code: 'DENIED', message: 'denied' }] });
    const tags = content.find((one) => one.path === path)?.tags ?? [];
    const manifest = Object.fromEntries(
      tags.map(({ name, digest, date }) => [
        digest,
        { imageSizeBytes: '1', mediaType: '', tag: [name], timeCreatedMs: '0', timeUploadedMs: String(date) },
      ]),
    );
    const child = inNamespace(content, path).map(({ name }) => name);
    return json(200, { child, manifest, name: path, tags: tags.map(({ name }) => name) });
  };
}
