import { join } from "node:path";

/** The name of the kernel in `metadata.kernelspec` of notebooks. */
export const KERNEL_NAME = "sodai";

/**
 * Writes the kernel specification of this project for Jupyter, and returns its path. `deno jupyter
 * --install` is not used because it sets no `interrupt_mode`: without `message` the stop button
 * sends SIGINT, which ends Deno's kernel and loses its state (denoland/deno #24491).
 *
 * @param dataDir Jupyter's data folder, see `jupyterDataDir`.
 * @param denoPath the Deno executable for the kernel.
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
 * The folder where Jupyter stores a user's kernels and settings.
 *
 * Reference: https://docs.jupyter.org/en/stable/use/jupyter-directories.html
 *
 * @param env returns environment variables.
 */
export function jupyterDataDir(env: (name: string) => string | undefined, os: string): string {
  const home = env("HOME") ?? ".";
  const base = env("JUPYTER_DATA_DIR");
  if (base) return base;
  const xdg = env("XDG_DATA_HOME");
  if (xdg) return join(xdg, "jupyter");
  return os === "darwin" ? join(home, "Library", "Jupyter") : join(home, ".local/share/jupyter");
}
