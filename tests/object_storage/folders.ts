import { dirname, join } from "node:path";
import { readLocal } from "../../lib/object_storage/local_folder.ts";

/** A temporary folder for several machines. */
export function machines() {
  const folder = Deno.makeTempDirSync();
  return {
    of: (name: string) => join(folder, name),
    [Symbol.dispose]: () => Deno.removeSync(folder, { recursive: true }),
  };
}

/** Writes files by their names; `undefined` removes one. */
export function write(folder: string, files: Record<string, string | undefined>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    Deno.mkdirSync(dirname(path), { recursive: true });
    if (text === undefined) Deno.removeSync(path);
    else Deno.writeTextFileSync(path, text);
  }
}

/** The texts of all files by name, and links as `-> target`. */
export async function textsOf(folder: string): Promise<Record<string, string>> {
  const { files, links } = await readLocal(folder);
  return Object.fromEntries([
    ...Object.keys(files).map((name) => [name, Deno.readTextFileSync(join(folder, name))]),
    ...Object.entries(links).map(([name, target]) => [name, `-> ${target}`]),
  ].sort());
}
