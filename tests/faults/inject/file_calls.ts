/**
 * Notices every file operation of this process in a folder, and lets a hook disturb it by an error
 * or SIGKILL. Deno's functions and methods of open files are replaced by ones that ask the hook
 * first; polars reads and writes files by itself, so its native calls are replaced too.
 */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { disturbed, type Fault } from "./disturbed.ts";
import { denoError } from "./fault_errors.ts";
import { forgetScans, replacePolars } from "./polars_calls.ts";

/** What a call does to the disk: it decides which faults are possible. */
export type Effect = "read" | "write" | "create" | "move" | "remove" | "sync" | "truncate";

/** One file operation. */
export interface FileCall {
  /** `renameSync`, `FsFile.writeSync`, `polars.sinkParquet`, … */
  name: string;
  effect: Effect;
  /** What it acts on; of a rename, the new path. */
  path: string;
  /** Whether it names its file by a path, and not by an open file. */
  byPath: boolean;
  /** Whether it can be done in part: bytes written, or entries of a folder removed. */
  divisible: boolean;
}

type Hook = (call: FileCall) => Fault | undefined;
// deno-lint-ignore no-explicit-any -- functions of many signatures
type Any = any;

let hook: Hook | undefined, watched = "", replaced = false;
const paths = new WeakMap<Deno.FsFile, string>();

/** Asks the hook before every file operation in a folder, until the end of the scope. */
export function watchFiles(folder: string, onCall: Hook): Disposable {
  if (!replaced) replaceAll();
  [hook, watched] = [onCall, resolve(folder)];
  return {
    [Symbol.dispose]() {
      hook = undefined;
      forgetScans();
    },
  };
}

/** The fault of a call, or `undefined` if nobody watches its path. */
export function faultOf(call: FileCall): Fault | undefined {
  return isWatched(call.path) ? hook!(call) : undefined;
}

function isWatched(path: string): boolean {
  return hook !== undefined && (path === watched || path.startsWith(`${watched}/`));
}

interface Spec {
  effect: Effect | ((args: Any[]) => Effect);
  /** Position of the path. */
  at?: number;
  /** Does the first half of it. */
  half?: (real: Any, args: Any[]) => unknown;
}

const halfContent = (real: Any, [path, content, ...rest]: Any[]) =>
  real(path, content.slice(0, content.length >> 1), ...rest);

/** Functions of `Deno` that take a path; each exists with and without `Sync`. */
const BY_PATH: Record<string, Spec> = {
  readFile: { effect: "read" },
  readTextFile: { effect: "read" },
  readDir: { effect: "read" },
  readLink: { effect: "read" },
  realPath: { effect: "read" },
  stat: { effect: "read" },
  lstat: { effect: "read" },
  open: { effect: ([, options]) => options?.create || options?.truncate ? "create" : "read" },
  writeFile: { effect: "write", half: halfContent },
  writeTextFile: { effect: "write", half: halfContent },
  copyFile: { effect: "write", at: 1 },
  mkdir: { effect: "create" },
  link: { effect: "create", at: 1 },
  symlink: { effect: "create", at: 1 },
  rename: { effect: "move", at: 1 },
  truncate: { effect: "truncate" },
  remove: { effect: "remove" },
};

/** Methods of an open file; each exists with and without `Sync`. */
const OF_FILES: Record<string, Spec> = {
  read: { effect: "read" },
  stat: { effect: "read" },
  write: {
    effect: "write",
    half: (real, [bytes]) => real(bytes.subarray(0, bytes.length >> 1)),
  },
  truncate: { effect: "truncate" },
  sync: { effect: "sync" },
  syncData: { effect: "sync" },
};

function replaceAll(): void {
  replaced = true;
  for (const [base, spec] of Object.entries(BY_PATH)) {
    for (const name of [base, `${base}Sync`]) replaceFunction(name, base, spec);
  }
  for (const [base, spec] of Object.entries(OF_FILES)) {
    for (const name of [base, `${base}Sync`]) replaceMethod(name, spec);
  }
  replacePolars();
}

function replaceFunction(name: string, base: string, { effect, at = 0, half }: Spec): void {
  const target = Deno as Any, real = target[name];
  const isSync = name.endsWith("Sync");
  target[name] = (...args: Any[]) => {
    const path = textOf(args[at]);
    if (!isWatched(path)) return real(...args);
    const isTree = base === "remove" && args[1]?.recursive === true && isFolder(path);
    const part = isTree ? () => removeHalf(path) : half;
    const fault = faultOf({
      name,
      effect: typeof effect === "string" ? effect : effect(args),
      path,
      byPath: true,
      divisible: part !== undefined,
    });
    return disturbed(fault, {
      call: () => base === "open" ? remembered(real(...args), path) : real(...args),
      half: () => part?.(real, args),
      error: (code) => denoError(code, base, args.slice(0, at + 1).map(String)),
      form: isSync ? "sync" : name === "readDir" ? "iterable" : "async",
    });
  };
}

function remembered(opened: Deno.FsFile | Promise<Deno.FsFile>, path: string) {
  const remember = (file: Deno.FsFile) => {
    paths.set(file, path);
    return file;
  };
  return opened instanceof Promise ? opened.then(remember) : remember(opened);
}

function replaceMethod(name: string, { effect, half }: Spec): void {
  const target = Deno.FsFile.prototype as Any, real = target[name];
  const isSync = name.endsWith("Sync");
  target[name] = function (this: Deno.FsFile, ...args: Any[]) {
    const path = paths.get(this), call = (...args: Any[]) => real.apply(this, args);
    if (path === undefined || !isWatched(path)) return call(...args);
    const fault = faultOf({
      name: `FsFile.${name}`,
      effect: effect as Effect,
      path,
      byPath: false,
      divisible: half !== undefined,
    });
    return disturbed(fault, {
      // no power is cut in these tests: what is written need not reach the disk
      call: () => effect === "sync" ? (isSync ? undefined : Promise.resolve()) : call(...args),
      half: () => half?.(call, args),
      error: (code) => denoError(code),
      form: isSync ? "sync" : "async",
    });
  };
}

/** Removes every other file below a folder, as a recursive removal that is interrupted. */
function removeHalf(folder: string): void {
  const every = filesBelow(folder).sort();
  for (const file of every.filter((_, i) => i % 2 === 0)) Deno.removeSync(file);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function filesBelow(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(`${folder}/${name}`) : [`${folder}/${name}`]
  );
}

function textOf(path: Any): string {
  if (path instanceof URL) return fileURLToPath(path);
  return typeof path === "string" ? resolve(path) : "";
}
