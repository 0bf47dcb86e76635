// Blobs of the demo registry (OCI distribution spec 1.1: end-2, end-4 to end-6, end-10, end-11).
import { randomUUID } from 'node:crypto';
import { absent, undeletable } from './absent.ts';
import { type Answer, type Exchange, methodNotAllowed, refusal } from './answers.ts';
import { redirectToContent } from './content.ts';
import { digest, repositoryOf, storeBlob } from './state.ts';

export function answerBlob(exchange: Exchange, name: string, target: string): Answer {
  const { request, state, options } = exchange;
  const blob = state.repositories.get(name)?.blobs.get(target);
  if (request.method === 'DELETE') {
    if (options.deleteRefused === true) return undeletable(options);
    if (blob === undefined) return unknown(exchange, name, target);
    repositoryOf(state, name).blobs.delete(target);
    return { status: 202 };
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed('DELETE, GET, HEAD');
  if (blob === undefined) return unknown(exchange, name, target);
  const elsewhere = redirectToContent(exchange, name, target);
  if (elsewhere !== undefined) return elsewhere;
  return {
    status: 200,
    headers: {
      'content-type': 'application/octet-stream',
      'docker-content-digest': target,
      ...(options.etags === false ? {} : { etag: `"${target}"` }),
    },
    body: blob,
  };
}

/** POST /blobs/uploads/: a mount, the whole blob at once, or the start of an upload. */
export function startUpload(exchange: Exchange, name: string): Answer {
  const { request, state, options } = exchange;
  if (request.method !== 'POST') return methodNotAllowed('POST');
  const mount = request.query.get('mount');
  const from = request.query.get('from');
  if (mount !== null) {
    if (from === null && options.mountWithoutFrom === 'refused') {
      return refusal(400, 'BLOB_UPLOAD_INVALID', 'cannot mount without a repository to mount from');
    }
    const blob = blobToMount(exchange, mount, from);
    if (blob !== undefined) {
      storeBlob(state, name, blob);
      return stored(name, mount);
    }
  }
  const wanted = request.query.get('digest');
  if (wanted !== null && options.singlePost !== false) return finish(exchange, name, wanted, request.body);
  const id = randomUUID();
  state.uploads.set(id, { repository: name, bytes: new Uint8Array() });
  return uploadAnswer(exchange, name, id, 0);
}

/** GET, PATCH, PUT and DELETE of an upload under way. */
export function answerUpload(exchange: Exchange, name: string, id: string): Answer {
  const { request, state, options } = exchange;
  const upload = state.uploads.get(id);
  if (upload === undefined || upload.repository !== name) {
    return refusal(404, 'BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry');
  }
  switch (request.method) {
    case 'GET':
      return { ...uploadAnswer(exchange, name, id, upload.bytes.length), status: 204 };
    case 'PATCH': {
      if (options.patch === 'once' && upload.bytes.length > 0) {
        return refusal(405, 'UNSUPPORTED', 'You must use monolithic uploads');
      }
      upload.bytes = Buffer.concat([upload.bytes, request.body]);
      const taken = uploadAnswer(exchange, name, id, upload.bytes.length);
      return options.patch === 'created' ? { ...taken, status: 201 } : taken;
    }
    case 'PUT': {
      const bytes = Buffer.concat([upload.bytes, request.body]);
      const wanted = request.query.get('digest');
      if (wanted === null) return refusal(400, 'DIGEST_INVALID', 'digest missing');
      const answer = finish(exchange, name, wanted, bytes);
      if (answer.status === 201) state.uploads.delete(id);
      return answer;
    }
    case 'DELETE':
      state.uploads.delete(id);
      return { status: 204 };
    default:
      return methodNotAllowed('DELETE, GET, PATCH, PUT');
  }
}

function finish({ state, options }: Exchange, name: string, wanted: string, bytes: Uint8Array): Answer {
  if (options.checks !== false && digest(bytes) !== wanted) {
    return refusal(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
  }
  repositoryOf(state, name).blobs.set(wanted, bytes);
  return stored(name, wanted);
}

function stored(name: string, target: string): Answer {
  const headers = { location: `/v2/${name}/blobs/${target}`, 'docker-content-digest': target };
  return { status: 201, headers };
}

function uploadAnswer({ options, origin }: Exchange, name: string, id: string, size: number): Answer {
  const path = `/v2/${name}/blobs/uploads/${id}`;
  // distribution's Location has a query already: `digest=` must be appended to it, and `~` and `%20` kept.
  const location = options.absoluteLocations === true ? `${origin}${path}?_state=a~b%20c` : path;
  return {
    status: 202,
    headers: { location, 'docker-upload-uuid': id, range: `0-${Math.max(0, size - 1)}` },
  };
}

function blobToMount(
  { state, options }: Exchange,
  target: string,
  from: string | null,
): Uint8Array | undefined {
  if (from !== null) return state.repositories.get(from)?.blobs.get(target);
  if (options.mountWithoutFrom !== 'from-anywhere') return undefined;
  for (const { blobs } of state.repositories.values()) if (blobs.has(target)) return blobs.get(target);
  return undefined;
}

function unknown(exchange: Exchange, name: string, target: string): Answer {
  const usual = refusal(404, 'BLOB_UNKNOWN', 'blob unknown to registry', target);
  return absent(exchange, 'blob', name, target) ?? usual;
}
