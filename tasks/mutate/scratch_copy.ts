import { cp, mkdir, symlink } from "node:fs/promises";
import { join, relative } from "node:path";

/** Big, or of one machine only. Of the data and outputs only what they must hold is read by tests. */
const LEFT_OUT = /^(\.(git|vscode)|node_modules|coverage|(data|outputs)\/(?!README\.md$).*)$/;

/** Copies the sources of a checkout into a new folder, which shares its packages. */
export async function scratchCopy(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await cp(from, to, {
    recursive: true,
    filter: (path) => !LEFT_OUT.test(relative(from, path)),
  });
  await symlink(await Deno.realPath(join(from, "node_modules")), join(to, "node_modules"));
}
