/** More than what polars may have left to write. */
const PROBE_BYTES = 1 << 20;

/**
 * Lets polars write a file. If that fails, the error is that of the operating system, with the path:
 * polars panics where it cannot create a file, and names a full disk a fault of the format.
 *
 * @param write writes the whole file.
 */
export async function nativeWrite(path: string, write: () => unknown): Promise<void> {
  await Deno.writeFile(path, new Uint8Array());
  try {
    await write();
  } catch (error) {
    // the file is of no use any more: what keeps Deno from writing has kept polars from it
    await Deno.writeFile(path, new Uint8Array(PROBE_BYTES), { append: true });
    throw error;
  }
}
