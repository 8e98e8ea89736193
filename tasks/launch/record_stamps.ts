import { join } from "node:path";

/** A text that changes whenever the `run.json` of a run does: a task has ended. */
export function recordStamps(outputsDir: string): string {
  const runs = join(outputsDir, "runs");
  try {
    return Array.from(Deno.readDirSync(runs), ({ name }) => {
      const { mtime, size } = Deno.statSync(join(runs, name, "run.json"));
      return `${name} ${mtime?.getTime()} ${size}`;
    }).sort().join("\n");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
