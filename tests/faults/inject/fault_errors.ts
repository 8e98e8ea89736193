/** Errors of the operating system that are injected. */
export type Code = "ENOSPC" | "EIO" | "EACCES";

const TEXTS: Record<Code, string> = {
  ENOSPC: "No space left on device (os error 28)",
  EIO: "Input/output error (os error 5)",
  EACCES: "Permission denied (os error 13)",
};

/** What Deno calls a function in its messages. */
const VERBS: Record<string, string> = {
  readFile: "readfile",
  readTextFile: "readfile",
  writeFile: "writefile",
  writeTextFile: "writefile",
  readDir: "readdir",
  readLink: "readlink",
  realPath: "realpath",
  copyFile: "copy",
};

/** The error of a function of Deno, or of a method of an open file, which names no path. */
export function denoError(code: Code, name?: string, paths: string[] = []): Error {
  const where = name === undefined
    ? ""
    : `: ${VERBS[name] ?? name} ${paths.map((path) => `'${path}'`).join(" -> ")}`;
  const message = TEXTS[code] + where;
  const error = code === "EACCES" ? new Deno.errors.PermissionDenied(message) : new Error(message);
  return Object.assign(error, { code });
}

/** The error of polars: of a full disk without a path. */
export function polarsError(code: Code, path?: string): Error {
  const message = path === undefined
    ? `parquet: File out of specification: underlying IO error: ${TEXTS[code]}`
    : `${TEXTS[code]}: ${path}`;
  return Object.assign(new Error(message), { code: "GenericFailure" });
}

const KINDS = { ENOSPC: "StorageFull", EIO: "Uncategorized", EACCES: "PermissionDenied" };

/** The error of `writeParquet`, if it cannot open its file: polars panics. */
export function polarsPanic(code: Code): Error {
  const [, text, number] = /^(.*) \(os error (\d+)\)$/.exec(TEXTS[code])!;
  const message = "called `Result::unwrap()` on an `Err` value: " +
    `Os { code: ${number}, kind: ${KINDS[code]}, message: "${text}" }`;
  return Object.assign(new Error(message), { code: "GenericFailure" });
}
