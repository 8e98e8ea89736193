/**
 * A network between a machine and a server that breaks in the middle of the first request that begins
 * like this: half of it arrives, and nothing after it.
 */
export function breakingNetwork(port: number, breaksAt: RegExp) {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const broken = Promise.withResolvers<void>();
  const open = new Set<Deno.Conn>();
  let isBroken = false;
  const carry = async (from: Deno.Conn, to: Deno.Conn, isRequest: boolean) => {
    const buffer = new Uint8Array(1 << 16), decoder = new TextDecoder();
    for (let n = await from.read(buffer); n !== null; n = await from.read(buffer)) {
      const chunk = buffer.slice(0, n);
      if (isRequest && breaksAt.test(decoder.decode(chunk.subarray(0, 400)))) {
        await to.write(chunk.subarray(0, n >> 1));
        isBroken = true;
        listener.close();
        open.forEach((conn) => conn.close());
        return broken.resolve();
      }
      for (let at = 0; at < n;) at += await to.write(chunk.subarray(at));
    }
  };
  const serving = (async () => {
    for await (const client of listener) {
      const server = await Deno.connect({ port, hostname: "127.0.0.1" });
      open.add(client).add(server);
      const close = () => {
        for (const conn of [client, server]) {
          if (open.delete(conn) && !isBroken) conn.close();
        }
      };
      carry(client, server, true).catch(() => {}).finally(close);
      carry(server, client, false).catch(() => {}).finally(close);
    }
  })().catch(() => {}); // closed
  return {
    endpoint: `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`,
    broken: broken.promise,
    async [Symbol.asyncDispose]() {
      if (!isBroken) listener.close();
      await serving;
    },
  };
}
