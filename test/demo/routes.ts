// Which handler answers which path of the demo registry (OCI distribution spec 1.1, "Endpoints").
import { type Answer, type Exchange, jsonAnswer, noSuchPage } from './answers.ts';
import { answerBlob, answerUpload, startUpload } from './blobs.ts';
import { answerCatalog, answerTags } from './listing.ts';
import { answerManifest } from './manifests.ts';
import type { Action } from './authOptions.ts';
import { answerReferrers } from './referrers.ts';

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const repository = `(${component}(?:/${component})*)`;
const paths = {
  manifest: new RegExp(`^/v2/${repository}/manifests/([A-Za-z0-9_][A-Za-z0-9._:-]*)$`),
  upload: new RegExp(`^/v2/${repository}/blobs/uploads/([0-9a-f-]+)$`),
  uploads: new RegExp(`^/v2/${repository}/blobs/uploads/?$`),
  blob: new RegExp(`^/v2/${repository}/blobs/(sha256:[0-9a-f]{64})$`),
  tags: new RegExp(`^/v2/${repository}/tags/list$`),
  referrers: new RegExp(`^/v2/${repository}/referrers/(sha256:[0-9a-f]{64})$`),
};

/** A path's handler, and what somebody must be allowed to do to reach it. */
export interface Route {
  /** Repository path, `catalog`, or undefined for the ping, which only asks who is there. */
  readonly name: string | undefined;
  readonly action: Action;
  readonly answer: (exchange: Exchange) => Answer;
}

/** The route of this method and path, or undefined where a registry has no such page. */
export function routeOf(method: string, path: string): Route | undefined {
  if (path === '/v2/') return { name: undefined, action: 'pull', answer: () => jsonAnswer(200, {}) };
  if (path === '/v2/_catalog') return { name: 'catalog', action: '*', answer: answerCatalog };
  const action: Action =
    method === 'GET' || method === 'HEAD' ? 'pull' : method === 'DELETE' ? 'delete' : 'push';
  const [manifest, upload, uploads, blob, tags, referrers] = [
    paths.manifest.exec(path),
    paths.upload.exec(path),
    paths.uploads.exec(path),
    paths.blob.exec(path),
    paths.tags.exec(path),
    paths.referrers.exec(path),
  ];
  const name = (manifest ?? upload ?? uploads ?? blob ?? tags ?? referrers)?.[1];
  if (name === undefined) return undefined;
  const route = (answer: Route['answer'], needs: Action = action): Route => ({ name, action: needs, answer });
  if (manifest !== null) return route((exchange) => answerManifest(exchange, name, manifest[2] ?? ''));
  if (upload !== null) return route((exchange) => answerUpload(exchange, name, upload[2] ?? ''), 'push');
  if (uploads !== null) return route((exchange) => startUpload(exchange, name), 'push');
  if (blob !== null) return route((exchange) => answerBlob(exchange, name, blob[2] ?? ''));
  if (tags !== null) return route((exchange) => answerTags(exchange, name), 'pull');
  if (referrers !== null)
    return route((exchange) => answerReferrers(exchange, name, referrers[2] ?? ''), 'pull');
  return { name, action, answer: noSuchPage };
}
