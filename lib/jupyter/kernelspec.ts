import { join } from "node:path";

/** The name that notebooks ask for in `metadata.kernelspec`. */
export const KERNEL_NAME = "sodai";

/**
 * Writes the description by which Jupyter finds this project's kernel, and gives its path. Written
 * here rather than by `deno jupyter --install`, which has no `interrupt_mode`: without `message` the
 * stop button sends SIGINT, and that ends Deno's kernel with all that it holds (denoland/deno #24491).
 *
 * @param dataDir Jupyter's data folder, as `jupyterDataDir` tells.
 * @param denoPath the Deno that is to run the kernel.
 */
export async function writeKernelspec(
  { dataDir, denoPath = Deno.execPath() }: { dataDir: string; denoPath?: string },
): Promise<string> {
  const folder = join(dataDir, "kernels", KERNEL_NAME);
  await Deno.mkdir(folder, { recursive: true });
  const path = join(folder, "kernel.json");
  const spec = {
    argv: [denoPath, "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "SodAI (Deno)",
    language: "typescript",
    interrupt_mode: "message",
  };
  await Deno.writeTextFile(path, JSON.stringify(spec, null, 2) + "\n");
  return path;
}

/**
 * Where Jupyter keeps a user's kernels and settings.
 *
 * Reference: https://docs.jupyter.org/en/stable/use/jupyter-directories.html
 *
 * @param env a look-up of environment variables.
 */
export function jupyterDataDir(env: (name: string) => string | undefined, os: string): string {
  const home = env("HOME") ?? ".";
  const base = env("JUPYTER_DATA_DIR");
  if (base) return base;
  const xdg = env("XDG_DATA_HOME");
  if (xdg) return join(xdg, "jupyter");
  return os === "darwin" ? join(home, "Library", "Jupyter") : join(home, ".local/share/jupyter");
}
