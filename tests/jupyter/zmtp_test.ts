import assert from "node:assert/strict";
import { connectZmtp } from "../../lib/jupyter/zmtp.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (frames: Uint8Array[] | null) =>
  frames?.map((frame) => new TextDecoder().decode(frame)) ?? null;

const GREETING = [0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0, ...bytes("NULL"), ...Array(48).fill(0)];
const READY = [4, 6, 5, ...bytes("READY")];

/** A peer that sends the given pieces, and receives until the connection ends. */
async function withPeer<T>(
  pieces: number[][],
  talk: (port: number) => Promise<T>,
): Promise<{ result: T; received: number[] }> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const received: number[] = [];
  const peer = (async () => {
    using connection = await listener.accept();
    for (const piece of pieces) {
      await connection.write(Uint8Array.from(piece));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const chunk = new Uint8Array(4096);
    while (true) {
      const count = await connection.read(chunk).catch(() => null);
      if (count === null) return;
      received.push(...chunk.subarray(0, count));
    }
  })();
  const result = await talk(listener.addr.port);
  await peer;
  listener.close();
  return { result, received };
}

Deno.test("connectZmtp() sends a greeting, subscribes, and reads short and long frames in any pieces", async () => {
  const long = Array(300).fill(120);
  const message = [1, 1, 97, 3, 0, 0, 0, 0, 0, 0, 1, 44, ...long, 0, 0];
  const { result, received } = await withPeer(
    [GREETING.slice(0, 10), GREETING.slice(10), READY, message.slice(0, 5), message.slice(5)],
    async (port) => {
      const socket = await connectZmtp({ port, type: "SUB" });
      const received = text(await socket.receive());
      socket.close();
      return received;
    },
  );
  assert.deepEqual(result, ["a", "x".repeat(300), ""]);
  assert.deepEqual(received.slice(0, 64), [
    ...GREETING.slice(0, 12),
    ...bytes("NULL"),
    ...Array(48).fill(0),
  ]);
  const ready = String.fromCharCode(...received.slice(64, -3));
  assert.match(ready, /READY.*Socket-Type.*SUB/);
  assert.deepEqual(received.slice(-3), [0, 1, 1], "subscribes to everything");
});

Deno.test("a DEALER sends its frames", async () => {
  const { received } = await withPeer([GREETING, READY], async (port) => {
    const socket = await connectZmtp({ port, type: "DEALER" });
    await socket.send([bytes("a"), bytes("y".repeat(256))]);
    socket.close();
  });
  const sent = received.slice(-268);
  assert.deepEqual(sent.slice(0, 12), [1, 1, 97, 2, 0, 0, 0, 0, 0, 0, 1, 0]);
  assert.deepEqual(sent.slice(12), Array(256).fill(121));
});

Deno.test("messages interleaved with another are separated", async () => {
  const head = [1, 1, ...bytes("H")];
  const inner = [...head, 0, 1, ...bytes("b")];
  const outer = [...head, 0, 10, ...bytes("0123456789")];
  const torn = [
    ...outer.slice(0, 8),
    ...inner,
    ...outer.slice(8, 12),
    ...inner,
    ...outer.slice(12),
  ];
  const { result } = await withPeer([GREETING, READY, torn, inner], async (port) => {
    const socket = await connectZmtp({ port, type: "SUB", head: Uint8Array.from(head) });
    const received = [];
    for (let i = 0; i < 4; i++) received.push(text(await socket.receive()));
    socket.close();
    return received;
  });
  assert.deepEqual(result, [["H", "0123456789"], ["H", "b"], ["H", "b"], ["H", "b"]]);
});

Deno.test("connectZmtp() refuses another protocol, and reports the end of a connection", async () => {
  await withPeer(
    [[...bytes("HTTP/1.1 400 Bad Request\r\n".repeat(3))]],
    (port) => assert.rejects(connectZmtp({ port, type: "SUB" }), /expected a ZMTP 3 greeting/),
  );
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const peer = (async () => {
    const connection = await listener.accept();
    await connection.write(Uint8Array.from([...GREETING, ...READY, 0, 9, 97]));
    await new Promise((resolve) => setTimeout(resolve, 50)); // it receives READY meanwhile
    connection.close();
  })();
  const socket = await connectZmtp({ port: listener.addr.port, type: "DEALER" });
  assert.equal(await socket.receive(), null);
  socket.close();
  await peer;
  listener.close();
});
