import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { syncFolder } from "./sync_folder.ts";
import { faultOf, namingPath } from "../../system_error.ts";

/** A published file: its name within the run folder (`/` between folders), size and SHA-256. */
export interface Output {
  /** Relative to the run folder. */
  name: string;
  /** Size of the file. */
  bytes: number;
  /** Digest, in hexadecimal. */
  sha256: string;
}

/** Bytes, text, or a function that writes the file at the path it is given. */
export type Content = Uint8Array | string | ((temporaryPath: string) => void | Promise<void>);

/** How the names of unfinished files begin. */
export const TEMPORARY = ".unfinished-";

/**
 * Publishes one file of a run folder: written under a temporary name, synced, renamed; then the
 * folder is synced. Readers find the whole file or none, and a power cut keeps what was published.
 *
 * @param name relative to the folder, with `/` between folders; missing folders are created.
 * @returns the name with the size and SHA-256 of what was written.
 */
export async function publishFile(folder: string, name: string, content: Content): Promise<Output> {
  const path = outputPath(folder, name);
  makeFolderIn(folder, dirname(path));
  const temporary = temporaryPath(path);
  try {
    if (typeof content === "function") await content(temporary);
    else write(temporary, content);
    const output = { name, ...digest(temporary) };
    syncAndRename(temporary, path);
    return output;
  } catch (error) {
    makeRoom(temporary, error);
    throw error;
  }
}

/** Makes a folder in that of a run. A run folder that was moved away is not made again. */
export function makeFolderIn(runFolder: string, path: string): void {
  Deno.statSync(runFolder);
  makeFolder(path);
}

/** Size and SHA-256 of a file that is already in the run folder. */
export function recordFile(folder: string, name: string): Output {
  return { name, ...digest(outputPath(folder, name)) };
}

/**
 * Replaces a small file in one step.
 *
 * @param writer part of the temporary name; only for a second thread that may write at the same time.
 */
export function replaceFile(path: string, content: string | Uint8Array, writer = ""): void {
  const temporary = temporaryPath(path) + writer;
  try {
    write(temporary, content);
    syncAndRename(temporary, path);
  } catch (error) {
    makeRoom(temporary, error);
    throw error;
  }
}

/** On a full disk, half a file takes the space that `run.json` needs to say so. */
function makeRoom(temporary: string, error: unknown): void {
  if (!(error instanceof Error) || faultOf(error) === undefined) return;
  try {
    Deno.removeSync(temporary);
  } catch {
    // it was not created, or the first error also prevents this
  }
}

/**
 * The path of an output.
 *
 * @throws Error for a name that leaves the folder or is reserved.
 */
export function outputPath(folder: string, name: string): string {
  if (!isOutputName(name)) throw new Error(`invalid name of an output: ${name}`);
  return join(folder, ...name.split("/"));
}

/** Whether a file of a run may have this name: it stays in the folder and is not reserved. */
export function isOutputName(name: string): boolean {
  const parts = name.split("/");
  return !parts.some((part) => ["", ".", ".."].includes(part)) && !/[\\:\0]/.test(name) &&
    !parts.at(-1)!.startsWith(TEMPORARY) && name !== "run.json";
}

/** Whether an output still has the size and SHA-256 it was published with. */
export function outputIsIntact(folder: string, output: Output): boolean {
  const path = outputPath(folder, output.name);
  try {
    const { isFile, size } = Deno.statSync(path);
    if (!isFile || size !== output.bytes) return false;
  } catch (error) {
    const { NotFound, NotADirectory, FilesystemLoop } = Deno.errors;
    const absent = [NotFound, NotADirectory, FilesystemLoop].some((kind) => error instanceof kind);
    if (absent) return false;
    throw error;
  }
  return digest(path).sha256 === output.sha256;
}

/** The names of published files that are missing or have another size or SHA-256. */
export function changedOutputs(folder: string, outputs: Output[]): string[] {
  return outputs.filter((output) => !outputIsIntact(folder, output)).map(({ name }) => name);
}

/** Removes a file or a folder with all that is in it. Errors name the path, unlike those of Node. */
export function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Removes the half-written files of a killed run, in all folders. */
export function removeTemporaries(folder: string): void {
  for (const entry of Deno.readDirSync(folder)) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith(TEMPORARY)) Deno.removeSync(path, { recursive: true });
    else if (entry.isDirectory) removeTemporaries(path);
  }
}

/** One temporary name per output is enough: the lock of the outputs folder allows one writer. */
function temporaryPath(path: string): string {
  return join(dirname(path), TEMPORARY + basename(path));
}

function write(path: string, content: Uint8Array | string): void {
  if (typeof content === "string") Deno.writeTextFileSync(path, content);
  else Deno.writeFileSync(path, content);
}

/** Gives a whole file its name, and keeps it through a power cut. */
export function syncAndRename(temporary: string, path: string): void {
  {
    using file = Deno.openSync(temporary, { read: true, write: true });
    namingPath("write", path, () => file.syncSync());
  }
  Deno.renameSync(temporary, path);
  syncFolder(dirname(path));
}

/** Creates a folder and those above it; each new entry is synced. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  Deno.mkdirSync(folder, { recursive: true });
  syncFolder(dirname(folder));
}

function digest(path: string): { bytes: number; sha256: string } {
  using file = Deno.openSync(path);
  const hash = createHash("sha256");
  const chunk = new Uint8Array(1 << 20);
  let bytes = 0;
  namingPath("read", path, () => {
    for (let n = file.readSync(chunk); n !== null; n = file.readSync(chunk)) {
      hash.update(chunk.subarray(0, n));
      bytes += n;
    }
  });
  return { bytes, sha256: hash.digest("hex") };
}
