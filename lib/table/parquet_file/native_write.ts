import { resolve } from "node:path";

/** More than what polars may have left to write. */
const PROBE_BYTES = 1 << 20;

/**
 * How polars tells a fault of the operating system: within a sentence, followed by the path if it
 * has one, or in a panic.
 */
const FORMS = [
  /(?<text>[^:]+) \(os error (?<number>\d+)\)(?:: (?<named>\/.+))?/,
  /Os \{ code: (?<number>\d+), kind: \w+, message: "(?<text>[^"]*)" \}/,
];

/**
 * Lets polars write a file. If that fails, the error is that of the operating system, with the path:
 * polars panics where it cannot create a file, and names a full disk a fault of the format. A file
 * that it reads meanwhile, such as that of a scan, is named in its place.
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
    const { text, number, named = path } = form.exec(error.message)?.groups ?? {};
    if (text !== undefined && number !== undefined) {
      const verb = resolve(named) === resolve(path) ? "writefile" : "readfile";
      const message = `${text.trim()} (os error ${number}): ${verb} '${named}'`;
      return new Error(message, { cause: error });
    }
  }
  return error;
}
