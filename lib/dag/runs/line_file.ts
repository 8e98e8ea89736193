import { namingPath } from "../../system_error.ts";

/**
 * A file that grows by whole lines: the only exception to the rule that files appear complete. A
 * reader finds the lines written so far, and at worst half of one more.
 */
export interface LineFile {
  /** The lines when it was opened. */
  readonly lines: readonly string[];
  /** Keeps only the first `count` lines. */
  cut(count: number): void;
  /** Adds lines; they are on the disk when it returns. */
  append(lines: readonly string[]): void;
}

/**
 * Opens or creates a file of lines. An incomplete last line, left by a killed process, is removed.
 */
export function openLineFile(path: string): LineFile {
  using file = Deno.openSync(path, { read: true, write: true, create: true });
  const bytes = Deno.readFileSync(path);
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) {
    file.truncateSync(whole);
    file.syncSync();
  }
  const lines = new TextDecoder().decode(bytes.subarray(0, whole)).split("\n").slice(0, -1);
  const encoder = new TextEncoder();
  // of the bytes, as invalid UTF-8 has another size when it is decoded
  const sizes: number[] = [];
  for (let start = 0; start < whole;) {
    const next = bytes.indexOf(0x0a, start) + 1;
    sizes.push(next - start);
    start = next;
  }
  return {
    lines,
    cut(count) {
      sizes.length = count;
      using file = Deno.openSync(path, { write: true });
      file.truncateSync(sizes.reduce((sum, size) => sum + size, 0));
      file.syncSync();
    },
    append(added) {
      using file = Deno.openSync(path, { append: true });
      for (const line of added) sizes.push(encoder.encode(line).length + 1);
      namingPath("write", path, () => {
        writeAll(file, encoder.encode(added.map((line) => `${line}\n`).join("")));
        file.syncSync();
      });
    },
  };
}

function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) {
    written += file.writeSync(bytes.subarray(written));
  }
}
