/**
 * Writes the protocol buffers wire format (https://protobuf.dev/programming-guides/encoding) as far
 * as ONNX needs it; a message is the list of its encoded fields. Own implementation, because a
 * library and the ONNX schema would be two dependencies for three kinds of field.
 */

export type Bytes = Uint8Array;

/** An integer, at least 0. */
export function intField(field: number, value: number): Bytes {
  return Uint8Array.from([...varint(field << 3), ...varint(value)]);
}

/** Text, bytes, or an embedded message. */
export function bytesField(field: number, value: string | Bytes | Bytes[]): Bytes {
  const content = typeof value === "string"
    ? new TextEncoder().encode(value)
    : Array.isArray(value)
    ? join(value)
    : value;
  return join([Uint8Array.from([...varint(field << 3 | 2), ...varint(content.length)]), content]);
}

/** A 32-bit float. */
export function floatField(field: number, value: number): Bytes {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value, true);
  return join([Uint8Array.from(varint(field << 3 | 5)), new Uint8Array(view.buffer)]);
}

/** Integers, at least 0, packed. */
export function intsField(field: number, values: ArrayLike<number>): Bytes {
  const bytes: number[] = [];
  for (let i = 0; i < values.length; i++) pushVarint(bytes, values[i]!);
  return bytesField(field, Uint8Array.from(bytes));
}

/** 32-bit floats, packed. */
export function floatsField(field: number, values: ArrayLike<number>): Bytes {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (let i = 0; i < values.length; i++) view.setFloat32(4 * i, values[i]!, true);
  return bytesField(field, new Uint8Array(view.buffer));
}

/** 64-bit floats, packed. */
export function doublesField(field: number, values: ArrayLike<number>): Bytes {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  for (let i = 0; i < values.length; i++) view.setFloat64(8 * i, values[i]!, true);
  return bytesField(field, new Uint8Array(view.buffer));
}

/** Concatenates pieces. */
export function join(pieces: Bytes[]): Bytes {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  pushVarint(bytes, value);
  return bytes;
}

function pushVarint(bytes: number[], value: number): void {
  for (; value > 127; value = Math.floor(value / 128)) bytes.push(value % 128 | 128);
  bytes.push(value);
}
