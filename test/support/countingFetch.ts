// A fetch that counts what a copy holds: bytes that came in an answer and did not go out in a request yet.

export interface CountingFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Bytes of answers' and of streamed requests' bodies so far. */
  readonly came: () => number;
  readonly went: () => number;
  /** The most that was ever in between. */
  readonly most: () => number;
}

export function createCountingFetch(): CountingFetch {
  let [came, went, most] = [0, 0, 0];
  const counted = (
    body: ReadableStream<Uint8Array>,
    count: (bytes: number) => void,
  ): ReadableStream<Uint8Array> => {
    const reader = body.getReader();
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const next = await reader.read();
          if (next.done) return controller.close();
          count(next.value.byteLength);
          controller.enqueue(next.value);
        },
        cancel: (reason) => reader.cancel(reason),
      },
      { highWaterMark: 0 },
    );
  };
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const body = init?.body;
    const out =
      body instanceof ReadableStream ? counted(body as ReadableStream<Uint8Array>, (n) => (went += n)) : body;
    const response = await globalThis.fetch(input, { ...init, ...(out === undefined ? {} : { body: out }) });
    if (response.body === null) return response;
    const incoming = counted(response.body as ReadableStream<Uint8Array>, (n) => {
      came += n;
      most = Math.max(most, came - went);
    });
    const { status, headers } = response;
    return [204, 304].includes(status) ? response : new Response(incoming, { status, headers });
  };
  return { fetch, came: () => came, went: () => went, most: () => most };
}
