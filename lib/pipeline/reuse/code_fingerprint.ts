import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const LIB = fileURLToPath(new URL("../..", import.meta.url));

let found: string | undefined;

/** SHA-256 of all files in `lib/`: whether two runs had the same code. Takes 20 ms, once. */
export function codeFingerprint(): string {
  return found ??= fingerprintOf(LIB);
}

/** SHA-256 of the names and contents of all files in a folder. */
export function fingerprintOf(folder: string): string {
  const hash = createHash("sha256");
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name)).sort();
  for (const path of paths) {
    const bytes = readFileSync(path);
    hash.update(`${path.slice(folder.length)} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}
