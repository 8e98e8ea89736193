/**
 * Thrift's compact protocol, in which a parquet file describes itself. Values keep their type, so
 * that what was read can be written again. Integers beyond 2⁵³ lose digits: parquet needs none.
 */

/** Type codes of the protocol that parquet uses. */
export const TRUE = 1, FALSE = 2, I8 = 3, I16 = 4, I32 = 5, I64 = 6, DOUBLE = 7;
export const BINARY = 8, LIST = 9, SET = 10, STRUCT = 12;

/** A value with its type code. */
export type Thrift =
  | { type: typeof TRUE | typeof FALSE }
  | { type: typeof I8 | typeof I16 | typeof I32 | typeof I64 | typeof DOUBLE; number: number }
  | { type: typeof BINARY; bytes: Uint8Array }
  | { type: typeof LIST | typeof SET; of: number; items: Thrift[] }
  | { type: typeof STRUCT; fields: ThriftStruct };

/** The fields of a struct by number. */
export type ThriftStruct = Map<number, Thrift>;

/** Structs within structs: parquet needs 8; more is damage. */
const MAX_DEPTH = 32;

/**
 * Reads a struct.
 *
 * @returns the struct, and the position after it.
 * @throws RangeError if the bytes are no such struct.
 */
export function readThrift(bytes: Uint8Array, at = 0): { fields: ThriftStruct; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const varint = () => {
    let number = 0;
    for (let scale = 1; scale < 2 ** 64; scale *= 128) {
      const byte = view.getUint8(at++);
      number += (byte & 127) * scale;
      if (byte < 128) return number;
    }
    throw new RangeError(`no end of the number at byte ${at}`);
  };
  const integer = () => {
    const number = varint();
    return number % 2 === 0 ? number / 2 : -(number + 1) / 2;
  };
  const value = (type: number, depth: number): Thrift => {
    switch (type) {
      case TRUE:
      case FALSE:
        return { type };
      case I8:
        return { type, number: view.getInt8(at++) };
      case I16:
      case I32:
      case I64:
        return { type, number: integer() };
      case DOUBLE:
        at += 8;
        return { type, number: view.getFloat64(at - 8, true) };
      case BINARY: {
        const length = varint();
        if (at + length > bytes.length) throw new RangeError(`a text of ${length} bytes at ${at}`);
        at += length;
        return { type, bytes: bytes.subarray(at - length, at) };
      }
      case LIST:
      case SET: {
        const head = view.getUint8(at++), of = head & 15;
        const length = head >> 4 === 15 ? varint() : head >> 4;
        if (at + length > bytes.length) throw new RangeError(`a list of ${length} at ${at}`);
        const item = of === TRUE || of === FALSE
          ? () => ({ type: view.getUint8(at++) === TRUE ? TRUE : FALSE } as Thrift)
          : () => value(of, depth);
        return { type, of, items: Array.from({ length }, item) };
      }
      case STRUCT:
        return { type, fields: struct(depth + 1) };
      default:
        throw new RangeError(`a value of type ${type} at byte ${at}`);
    }
  };
  const struct = (depth: number): ThriftStruct => {
    if (depth > MAX_DEPTH) throw new RangeError(`more than ${MAX_DEPTH} structs in each other`);
    const fields: ThriftStruct = new Map();
    for (let id = 0;;) {
      const head = view.getUint8(at++);
      if (head === 0) return fields;
      id = head >> 4 === 0 ? integer() : id + (head >> 4);
      fields.set(id, value(head & 15, depth));
    }
  };
  const fields = struct(0);
  return { fields, end: at };
}

/** Writes a struct. */
export function writeThrift(fields: ThriftStruct): Uint8Array {
  const out: number[] = [];
  const varint = (number: number) => {
    for (; number >= 128; number = Math.floor(number / 128)) out.push(number % 128 + 128);
    out.push(number);
  };
  const integer = (number: number) => varint(number < 0 ? -2 * number - 1 : 2 * number);
  const value = (thrift: Thrift) => {
    switch (thrift.type) {
      case TRUE:
      case FALSE:
        return;
      case I8:
        out.push(thrift.number & 255);
        return;
      case DOUBLE:
        out.push(...new Uint8Array(Float64Array.of(thrift.number).buffer));
        return;
      case BINARY:
        varint(thrift.bytes.length);
        for (const byte of thrift.bytes) out.push(byte);
        return;
      case LIST:
      case SET:
        out.push(Math.min(thrift.items.length, 15) << 4 | thrift.of);
        if (thrift.items.length >= 15) varint(thrift.items.length);
        for (const item of thrift.items) {
          if (item.type === TRUE || item.type === FALSE) out.push(item.type);
          else value(item);
        }
        return;
      case STRUCT:
        struct(thrift.fields);
        return;
      default:
        integer(thrift.number);
    }
  };
  const struct = (fields: ThriftStruct) => {
    let last = 0;
    for (const [id, field] of [...fields].sort(([a], [b]) => a - b)) {
      if (id > last && id - last < 16) out.push((id - last) << 4 | field.type);
      else {
        out.push(field.type);
        integer(id);
      }
      value(field);
      last = id;
    }
    out.push(0);
  };
  struct(fields);
  return Uint8Array.from(out);
}

/** A number of a struct. */
export function numberOf(fields: ThriftStruct, id: number): number | undefined {
  const field = fields.get(id);
  return field && "number" in field ? field.number : undefined;
}

/** A text of a struct. */
export function textOf(fields: ThriftStruct, id: number): string | undefined {
  const field = fields.get(id);
  return field?.type === BINARY
    ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(field.bytes)
    : undefined;
}

/** A struct of a struct. */
export function structOf(fields: ThriftStruct, id: number): ThriftStruct | undefined {
  const field = fields.get(id);
  return field?.type === STRUCT ? field.fields : undefined;
}

/** A list of structs; empty if there is none. */
export function structsOf(fields: ThriftStruct, id: number): ThriftStruct[] {
  const field = fields.get(id);
  if (field?.type !== LIST) return [];
  return field.items.map((item) => item.type === STRUCT ? item.fields : new Map());
}

/** The given fields of a struct. */
export function pickFields(fields: ThriftStruct, ids: number[]): ThriftStruct {
  return new Map([...fields].filter(([id]) => ids.includes(id)));
}
