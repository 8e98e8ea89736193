import { cp, mkdir, symlink } from "node:fs/promises";
import { join, relative } from "node:path";

/** Large or machine-specific files. Tests read only the READMEs of data and outputs. */
const EXCLUDED = /^(\.(git|vscode)|node_modules|coverage|(data|outputs)\/(?!README\.md$).*)$/;

/** Copies the sources of a checkout into a new folder that shares its packages. */
export async function scratchCopy(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await cp(from, to, {
    recursive: true,
    filter: (path) => !EXCLUDED.test(relative(from, path)),
  });
  await symlink(await Deno.realPath(join(from, "node_modules")), join(to, "node_modules"));
}
