/** A message of a ZeroMQ socket: its frames, in order. */
export type Frames = Uint8Array[];

/** One end of a connection to a peer's socket. */
export interface ZmtpSocket {
  /** Sends one message; messages are sent in the order of the calls. */
  send(frames: Frames): Promise<void>;
  /** Waits for the next message; null if the peer has closed the connection. */
  receive(): Promise<Frames | null>;
  close(): void;
}

const MORE = 1, LONG = 2, COMMAND = 4;
const GREETING_BYTES = 64;

/**
 * Connects to a ZeroMQ socket on this machine: the part of ZMTP 3.0 with the NULL mechanism that a
 * Jupyter client needs. A DEALER sends and receives, a SUB receives everything published.
 *
 * Implemented here because npm's `zeromq`, a native addon, hangs or crashes under Deno, and the
 * protocol is small. Reference: https://rfc.zeromq.org/spec/23/ (ZMTP 3.0).
 *
 * @param head bytes that every message starts with and no frame contains. With it, interleaved
 *   messages are repaired: if a long message fills the connection's buffers, Deno's kernel writes the
 *   next one into its middle (2 of 120 prints of 5 MB on a busy machine).
 * @throws Error if nothing listens there, or if it uses another protocol.
 */
export async function connectZmtp(
  { port, type, head }: { port: number; type: "DEALER" | "SUB"; head?: Uint8Array },
): Promise<ZmtpSocket> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  connection.setNoDelay(true);
  const reader = exactReader(connection);
  let sent: Promise<unknown> = Promise.resolve();
  const write = (bytes: Uint8Array) => sent = sent.then(() => writeAll(connection, bytes));

  try {
    await write(greeting());
    const answer = await reader.read(GREETING_BYTES);
    if (answer === null || answer[0] !== 0xff || answer[10]! < 3) {
      throw new Error(`127.0.0.1:${port}: expected a ZMTP 3 greeting, found another protocol`);
    }
    await write(frame(COMMAND, ready(type)));
    await readFrame(reader.read); // the peer's READY
    if (type === "SUB") await write(frame(0, Uint8Array.of(1))); // subscribe to every topic
  } catch (error) {
    connection.close();
    throw error;
  }

  const interleaved: Frames[] = [];
  async function receive(): Promise<Frames | null> {
    const frames: Frames = [];
    while (true) {
      const next = await readFrame(reader.read);
      if (next === null) return null;
      if (next.flags & COMMAND) continue;
      const body = head ? await repair(next.body, head) : next.body;
      if (body === null) return null;
      frames.push(body);
      if (!(next.flags & MORE)) return frames;
    }
  }

  /** Removes messages from the middle of a frame, and reads the rest of the frame. */
  async function repair(body: Uint8Array, head: Uint8Array): Promise<Uint8Array | null> {
    for (let at = indexOf(body, head); at >= 0; at = indexOf(body, head)) {
      reader.unread(body.subarray(at));
      const other = await receive();
      const rest = await reader.read(body.length - at);
      if (other === null || rest === null) return null;
      interleaved.push(other);
      body = concat([body.subarray(0, at), rest]);
    }
    return body;
  }

  return {
    async send(frames) {
      await write(concat(frames.map((body, i) => frame(i < frames.length - 1 ? MORE : 0, body))));
    },
    async receive() {
      return interleaved.shift() ?? await receive();
    },
    close() {
      try {
        connection.close();
      } catch (error) {
        if (!(error instanceof Deno.errors.BadResource)) throw error; // already closed by the peer
      }
    },
  };
}

function greeting(): Uint8Array {
  const bytes = new Uint8Array(GREETING_BYTES);
  bytes.set([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0]);
  bytes.set(new TextEncoder().encode("NULL"), 12);
  return bytes;
}

function ready(type: string): Uint8Array {
  const text = (value: string) => new TextEncoder().encode(value);
  const short = (value: string) => concat([Uint8Array.of(value.length), text(value)]);
  const property = (name: string, value: string) =>
    concat([short(name), Uint8Array.of(0, 0, 0, value.length), text(value)]);
  return concat([short("READY"), property("Socket-Type", type), property("Identity", "")]);
}

function frame(flags: number, body: Uint8Array): Uint8Array {
  if (body.length < 256) return concat([Uint8Array.of(flags, body.length), body]);
  const head = new Uint8Array(9);
  head[0] = flags | LONG;
  new DataView(head.buffer).setBigUint64(1, BigInt(body.length));
  return concat([head, body]);
}

type Read = (length: number) => Promise<Uint8Array | null>;

async function readFrame(read: Read): Promise<{ flags: number; body: Uint8Array } | null> {
  const flags = (await read(1))?.[0];
  if (flags === undefined) return null;
  const size = await read(flags & LONG ? 8 : 1);
  if (size === null) return null;
  const length = flags & LONG
    ? Number(new DataView(size.buffer, size.byteOffset).getBigUint64(0))
    : size[0]!;
  const body = await read(length);
  return body === null ? null : { flags, body };
}

/**
 * `read` returns exactly `length` bytes, or null at the end of the stream, also if it was closed
 * here. `unread` puts bytes back.
 */
function exactReader(connection: Deno.Conn): { read: Read; unread(bytes: Uint8Array): void } {
  // reads of 1 MiB keep the peer's buffers empty
  const chunk = new Uint8Array(2 ** 20);
  let rest: Uint8Array = chunk.subarray(0, 0);
  return {
    async read(length) {
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (true) {
        const part = rest.subarray(0, length - filled);
        bytes.set(part, filled);
        filled += part.length;
        rest = rest.subarray(part.length);
        if (filled === length) return bytes;
        const count = await connection.read(chunk).catch(() => null);
        if (count === null) return null;
        rest = chunk.subarray(0, count);
      }
    },
    unread(bytes) {
      rest = concat([bytes, rest]);
    },
  };
}

function indexOf(bytes: Uint8Array, part: Uint8Array): number {
  for (let at = bytes.indexOf(part[0]!); at >= 0; at = bytes.indexOf(part[0]!, at + 1)) {
    if (part.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}

async function writeAll(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) done += await connection.write(bytes.subarray(done));
}

function concat(parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
