/** Runs a script by `runConfined`: arguments are the folder for temporary files and the script. */
import { runConfined } from "../../../tasks/launch/run_confined.ts";

const [scratch, script] = Deno.args as [string, string];
Deno.exit(
  await runConfined(["run", "--quiet", "--no-config", "-A", script], { scratch, env: {} }),
);
