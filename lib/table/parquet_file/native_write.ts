/** More than what polars may have left to write. */
const PROBE_BYTES = 1 << 20;

/** How polars tells a fault of the operating system: within a sentence, or in a panic. */
const FORMS = [
  /(?<text>[^:]+) \(os error (?<number>\d+)\)/,
  /Os \{ code: (?<number>\d+), kind: \w+, message: "(?<text>[^"]*)" \}/,
];

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
    // it has passed meanwhile
    throw systemError(path, error);
  }
}

/** The fault of the operating system in the form of Deno; any other error itself. */
function systemError(path: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  for (const form of FORMS) {
    const { text, number } = form.exec(error.message)?.groups ?? {};
    if (text !== undefined && number !== undefined) {
      const message = `${text.trim()} (os error ${number}): writefile '${path}'`;
      return new Error(message, { cause: error });
    }
  }
  return error;
}
