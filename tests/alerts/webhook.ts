/** A request that a webhook received. */
export interface Received {
  path: string;
  authorization: string | null;
  type: string | null;
  body: Record<string, unknown>;
}

/** A webhook on loopback: answers the given statuses in turn, the last one for ever. */
export function webhook({ answers = [200], text = "ok", delayMs = 0 }: {
  answers?: number[];
  text?: string | ((request: Request) => string);
  delayMs?: number;
} = {}) {
  const received: Received[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const { pathname, search } = new URL(request.url);
    received.push({
      path: pathname + search,
      authorization: request.headers.get("authorization"),
      type: request.headers.get("content-type"),
      body: await request.json(),
    });
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    const status = answers[Math.min(received.length, answers.length) - 1]!;
    return new Response(typeof text === "string" ? text : text(request), {
      status,
      headers: status === 302 ? { location: "/other" } : {},
    });
  });
  return {
    received,
    host: `127.0.0.1:${server.addr.port}`,
    url: `http://127.0.0.1:${server.addr.port}/services/T000/B000/XXXX`,
    async [Symbol.asyncDispose]() {
      await server.shutdown();
    },
  };
}
