/** Fields of a protocol buffers message by number: numbers, or bytes if they have a length. */
export type Message = Map<number, (number | Uint8Array)[]>;

/** Reads one message of the wire format, without its schema. */
export function readMessage(bytes: Uint8Array): Message {
  const message: Message = new Map();
  let at = 0;
  const varint = () => {
    const [value, next] = readVarint(bytes, at);
    at = next;
    return value;
  };
  while (at < bytes.length) {
    const key = varint();
    const field = key >>> 3;
    if (!message.has(field)) message.set(field, []);
    if ((key & 7) === 0) message.get(field)!.push(varint());
    else if ((key & 7) === 2) {
      const length = varint();
      message.get(field)!.push(bytes.subarray(at, at += length));
    } else if ((key & 7) === 5) {
      message.get(field)!.push(...readFloats(bytes.subarray(at, at += 4)));
    } else throw new Error(`wire type ${key & 7} at ${at}`);
  }
  return message;
}

/** A list of packed whole numbers. */
export function readInts(bytes: Uint8Array): number[] {
  const values: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const [value, next] = readVarint(bytes, at);
    values.push(value);
    at = next;
  }
  return values;
}

/** A list of packed 32-bit floats. */
export function readFloats(bytes: Uint8Array): number[] {
  return [...new Float32Array(bytes.slice().buffer)];
}

function readVarint(bytes: Uint8Array, at: number): [number, number] {
  let value = 0;
  for (let scale = 1;; scale *= 128) {
    const byte = bytes[at++]!;
    value += (byte & 127) * scale;
    if (byte < 128) return [value, at];
  }
}
