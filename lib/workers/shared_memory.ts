type Values = Float32Array | Float64Array | Int32Array;

/** Whether workers can read the values without a copy. */
export function isShared({ buffer }: Values): boolean {
  return buffer instanceof SharedArrayBuffer;
}

/** The values in shared memory: as given, or copied there once. */
export function inSharedMemory<T extends Values>(values: T): T {
  if (isShared(values)) return values;
  const Type = values.constructor as new (buffer: SharedArrayBuffer) => T;
  const shared = new Type(new SharedArrayBuffer(values.byteLength));
  shared.set(values);
  return shared;
}
