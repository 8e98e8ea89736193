import { join } from "node:path";

/** Starts a script of this folder in a separate process. */
export function child(script: string, args: string[], env: Record<string, string> = {}) {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", join(import.meta.dirname!, script), ...args],
    env,
    stdout: "piped",
    stderr: "piped",
  });
}
