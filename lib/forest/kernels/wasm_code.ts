/**
 * The few WebAssembly instructions that bin_module.ts, score_module.ts and share_module.ts are written in, as bytes. A
 * compiler for three functions would be a dependency too many.
 * https://webassembly.github.io/spec/core/binary/instructions.html
 */

const I32 = 0x7f;
const F64 = 0x7c;
const V128 = 0x7b;

export const get = (local: number) => [0x20, ...unsigned(local)];
export const set = (local: number) => [0x21, ...unsigned(local)];
export const tee = (local: number) => [0x22, ...unsigned(local)];
export const i32 = (value: number) => [0x41, ...signed(value)];

export const load = (offset = 0) => [0x28, 2, ...unsigned(offset)];
export const loadByte = (offset = 0) => [0x2d, 0, ...unsigned(offset)];
export const storeByte = (offset = 0) => [0x3a, 0, ...unsigned(offset)];
export const loadF32 = (offset = 0) => [0x2a, 2, ...unsigned(offset)];
export const loadF64 = (offset = 0) => [0x2b, 3, ...unsigned(offset)];
export const storeF64 = (offset = 0) => [0x39, 3, ...unsigned(offset)];
export const ADD = [0x6a];
export const SUB = [0x6b];
export const MULTIPLY = [0x6c];
export const AND = [0x71];
export const OR = [0x72];
export const SHIFT_LEFT = [0x74];
export const SHIFT_RIGHT_UNSIGNED = [0x76];
export const ADD_F64 = [0xa0];
/** 1 where it holds, else 0. */
export const LESS_F64 = [0x63];
export const UNEQUAL_F64 = [0x62];
/** A 32-bit float in 64 bits. */
export const PROMOTE = [0xbb];

export const LOOP = [0x03, 0x40];
export const IF = [0x04, 0x40];
export const END = [0x0b];
/** Goes on with the innermost loop where the value on the stack is not 0. */
export const REPEAT_IF = [0x0d, 0];

const vector = (opcode: number, ...more: number[]) => [0xfd, ...unsigned(opcode), ...more];
export const loadVector = (offset = 0) => vector(0x00, 0, ...unsigned(offset));
/** A byte from memory in all 16 lanes. */
export const loadSplat = (offset = 0) => vector(0x07, 0, ...unsigned(offset));
/** The same byte in all 16 lanes. */
export const splat = (byte: number) => vector(0x0c, ...Array<number>(16).fill(byte));
export const byteOfLane = (lane: number) => vector(0x16, lane);
export const GREATER_BYTES = vector(0x28);
/** Of two vectors and a mask: bits of the first where the mask has a 1. */
export const BIT_SELECT = vector(0x52);
export const AND_VECTOR = vector(0x4e);
export const OR_VECTOR = vector(0x50);
export const XOR_VECTOR = vector(0x51);
/** Two 64-bit floats as 32-bit ones, in the lower half of the vector. */
export const DEMOTE = vector(0x5e);
/** The lower halves of two vectors. */
export const LOWER_HALVES = vector(0x0d, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
/** On two lanes of 64-bit floats. */
export const ADD_DOUBLES = vector(0xf0);
export const MULTIPLY_DOUBLES = vector(0xf2);
export const double = (number: number) => vector(0x21, number);
/** On four lanes of 32-bit integers. */
export const SPLAT_LANES = vector(0x11);
export const lane = (number: number) => vector(0x1b, number);
export const SHIFT_RIGHT_LANES = vector(0xac);
export const SHIFT_RIGHT_UNSIGNED_LANES = vector(0xad);
export const SUB_LANES = vector(0xb1);
export const MIN_LANES = vector(0xb6);
export const MAX_LANES = vector(0xb8);

/** The instructions of one lane after the other. */
export const lanes = (count: number, make: (lane: number) => number[]) =>
  Array.from({ length: count }, (_, lane) => make(lane)).flat();

/** Ends a loop that goes on until `counter`, a multiple of `less`, has come down to 0. */
export const countDown = (counter: number, less: number) => [
  ...get(counter),
  ...i32(less),
  ...SUB,
  ...tee(counter),
  ...REPEAT_IF,
  ...END,
];

/** Adds `bytes` to an address. */
export const advance = (pointer: number, bytes: number) => [
  ...get(pointer),
  ...i32(bytes),
  ...ADD,
  ...set(pointer),
];

function unsigned(value: number): number[] {
  return value < 128 ? [value] : [value & 127 | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  const rest = value >> 7;
  const last = rest === 0 && !(value & 64) || rest === -1 && Boolean(value & 64);
  return last ? [value & 127] : [value & 127 | 128, ...signed(rest)];
}

const sized = (bytes: number[]) => [...unsigned(bytes.length), ...bytes];
const name = (text: string) => sized([...new TextEncoder().encode(text)]);
const section = (id: number, bytes: number[]) => [id, ...sized(bytes)];

/**
 * The bytes of a module that imports `env.memory` and exports one function of `parameters` 32-bit
 * integers and no result. Its further locals are `integers` of 32 bits, `doubles`, then `vectors`.
 */
export function wasmModule(
  exported: string,
  body: number[],
  locals: { parameters: number; integers: number; doubles: number; vectors: number },
): Uint8Array<ArrayBuffer> {
  const { parameters, integers, doubles, vectors } = locals;
  const further = [[integers, I32], [doubles, F64], [vectors, V128]] as const;
  const declared = further.flatMap(([count, type]) => [...unsigned(count), type]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, ...sized(Array<number>(parameters).fill(I32)), 0]),
    ...section(2, [1, ...name("env"), ...name("memory"), 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name(exported), 0, 0]),
    ...section(10, [1, ...sized([further.length, ...declared, ...body, ...END])]),
  ]);
}
