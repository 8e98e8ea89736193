/** Values that polars hands over as bytes only. */

/** The half-precision number of two bytes, little-endian; exact. */
export function float16Of(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getFloat16(0, true);
}

/**
 * The decimal of a two's complement integer, big-endian, with a fixed number of decimals: the
 * nearest 64-bit float, exact up to 15 digits.
 */
export function decimalOf(scale: number): (bytes: Uint8Array) => number {
  return (bytes) => {
    let integer = 0n;
    for (const byte of bytes) integer = integer << 8n | BigInt(byte);
    return Number(`${BigInt.asIntN(8 * bytes.length, integer)}e${-scale}`);
  };
}

/** The canonical text of a UUID. */
export function uuidOf(bytes: Uint8Array): string {
  return bytes.toHex().replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * A text of fixed width, without what fills it up.
 *
 * @throws TypeError if it is not UTF-8.
 */
export function fixedTextOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes).replace(
    /[\0 ]+$/,
    "",
  );
}
