/**
 * Starts a command of this folder with few permissions. Deno's flags for them name folders, which
 * are known only once the arguments are read, and a process cannot narrow what it was given: so this
 * one reads them, and starts another.
 *
 *     deno run -P=launch tasks/launch.ts pipeline --data-dir data
 */
import { fileURLToPath } from "node:url";
import { permissionFlags } from "../lib/permissions/permission_flags.ts";
import { temporaryFolder } from "../lib/jupyter/temporary_folder.ts";
import { machineMemory, MEMORY_VARIABLE } from "../lib/pipeline/machine_memory.ts";
import { userErrorOf } from "../lib/system_error.ts";
import { commandPermissions } from "./launch/command_permissions.ts";
import { openStorage } from "./launch/object_storage.ts";
import { placesOf } from "./launch/places.ts";
import { RETURN_FREED_MEMORY } from "./launch/return_freed_memory.ts";
import { runConfined } from "./launch/run_confined.ts";
import { printError } from "./print.ts";

if (import.meta.main) {
  const [command, ...args] = Deno.args as [string, ...string[]];
  try {
    Deno.exit(await launch(command, args));
  } catch (error) {
    const known = userErrorOf(error);
    if (!known) throw error;
    printError(known.message);
    Deno.exit(known.exitStatus);
  }
}

/** Starts a command and returns its exit status. */
async function launch(command: string, args: string[]): Promise<number> {
  const folder = await temporaryFolder("sodai_cmd_"), scratch = Deno.realPathSync(folder.path);
  const environment = (name: string) => Deno.env.get(name);
  try {
    const storage = await openStorage(command, args, environment);
    if (typeof storage === "number") return await folder.remove(), storage;
    const own = storage?.args ?? args, variables: Record<string, string> = storage?.env ?? {};
    const places = {
      ...placesOf(command, own, (name) => variables[name] ?? environment(name)),
      scratch,
    };
    const flags = permissionFlags(commandPermissions(command, places));
    const program = fileURLToPath(new URL(`${command}.ts`, import.meta.url));
    const env = {
      SODAI_KERNEL_PORTS: places.ports.join(),
      [MEMORY_VARIABLE]: String(machineMemory()),
      ...RETURN_FREED_MEMORY,
      ...variables,
    };
    const code = await runConfined(["run", "--quiet", ...flags, program, ...own], { scratch, env });
    return await storage?.end(code) ?? code;
  } catch (error) {
    await folder.remove();
    throw error;
  }
}
