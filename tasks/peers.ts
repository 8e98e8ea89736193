import { join } from "node:path";
import { UserError } from "../lib/user_error.ts";

const REQUIREMENTS = new URL("../tests/oracles/requirements.txt", import.meta.url);

/**
 * A Python interpreter with the packages of tests/oracles/requirements.txt: that of SODAI_PYTHON,
 * or of a virtual environment in the user's cache folder, which is created if missing and recreated
 * if the requirements changed.
 *
 * @throws UserError without Python 3.11 or later.
 */
export async function peerPython(): Promise<string> {
  const named = Deno.env.get("SODAI_PYTHON");
  if (named) return named;
  const home = Deno.env.get("HOME") ?? ".";
  const folder = join(Deno.env.get("XDG_CACHE_HOME") ?? join(home, ".cache"), "sodai", "peers");
  const python = join(folder, "bin", "python");
  const wanted = await Deno.readTextFile(REQUIREMENTS);
  const installed = await Deno.readTextFile(join(folder, "requirements.txt")).catch(() => "");
  if (installed === wanted) return python;
  console.error(`Creating a virtual environment with the peers in ${folder} …`);
  await run("python3", ["-m", "venv", "--clear", folder]);
  await run(python, ["-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS.pathname]);
  await Deno.writeTextFile(join(folder, "requirements.txt"), wanted);
  return python;
}

async function run(program: string, args: string[]): Promise<void> {
  const status = await new Deno.Command(program, { args }).output().catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  if (status?.success) return;
  const reason = status ? new TextDecoder().decode(status.stderr).trim() : "no such program";
  throw new UserError(
    `${program} ${args.slice(0, 2).join(" ")} failed: ${reason}\n` +
      "Install Python 3.11 or later with venv, or set SODAI_PYTHON to an interpreter that has the " +
      "packages of tests/oracles/requirements.txt.",
    1,
  );
}
