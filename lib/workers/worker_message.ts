/**
 * Messages to and from workers. Deno's `node:worker_threads` visits every element of a typed array
 * in a message, even in shared memory (20 MB take seconds). A buffer passes at once, so typed
 * arrays are sent as buffers.
 */

const TYPES = { Uint8Array, Int32Array, Uint32Array, Uint16Array, Float32Array, Float64Array };

type Numbers = InstanceType<(typeof TYPES)[keyof typeof TYPES]>;

interface Packed {
  packed: keyof typeof TYPES;
  buffer: ArrayBufferLike;
  byteOffset: number;
  length: number;
}

/** Plain data with every typed array replaced by its buffer. Memory that is not shared is copied. */
export function packMessage(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const shared = value.buffer instanceof SharedArrayBuffer;
    const numbers = shared ? value as Numbers : (value as Numbers).slice();
    const { buffer, byteOffset, length } = numbers;
    return { packed: value.constructor.name, buffer, byteOffset, length };
  }
  return mapValues(value, packMessage);
}

/** The value that was packed. */
export function unpackMessage(value: unknown): unknown {
  if (typeof value === "object" && value !== null && "packed" in value) {
    const { packed, buffer, byteOffset, length } = value as Packed;
    const Type = TYPES[packed] as new (
      buffer: ArrayBufferLike,
      byteOffset: number,
      length: number,
    ) => Numbers;
    return new Type(buffer, byteOffset, length);
  }
  return mapValues(value, unpackMessage);
}

function mapValues(value: unknown, change: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (typeof value !== "object" || value === null || isMemory(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, change(entry)]));
}

const isMemory = (value: object) =>
  value instanceof ArrayBuffer || value instanceof SharedArrayBuffer ||
  value instanceof WebAssembly.Memory;
