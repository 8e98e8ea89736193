import { join } from "node:path";
import { UserError } from "../lib/user_error.ts";

/** Peers by name: their requirements in tests/oracles, and the variable that names an interpreter. */
const PEERS = {
  peers: { requirements: "requirements.txt", variable: "SODAI_PYTHON" },
  // its pins exclude those of MLflow
  airflow: { requirements: "airflow/requirements.txt", variable: "SODAI_AIRFLOW_PYTHON" },
};

/**
 * A Python interpreter with the packages of a requirements file of tests/oracles: that of SODAI_PYTHON
 * or SODAI_AIRFLOW_PYTHON, or of a virtual environment in the user's cache folder, which is created
 * if missing and recreated if the requirements changed.
 *
 * @throws UserError without Python 3.11 or later.
 */
export async function peerPython(peers: keyof typeof PEERS = "peers"): Promise<string> {
  const { requirements, variable } = PEERS[peers];
  const named = Deno.env.get(variable);
  if (named) return named;
  const home = Deno.env.get("HOME") ?? ".";
  const folder = join(Deno.env.get("XDG_CACHE_HOME") ?? join(home, ".cache"), "sodai", peers);
  const python = join(folder, "bin", "python");
  const file = new URL(`../tests/oracles/${requirements}`, import.meta.url).pathname;
  const wanted = await Deno.readTextFile(file);
  const installed = await Deno.readTextFile(join(folder, "requirements.txt")).catch(() => "");
  if (installed === wanted) return python;
  console.error(`Creating a virtual environment with the peers in ${folder} …`);
  const remedy =
    `Install Python 3.11 or later with venv, or set ${variable} to an interpreter that ` +
    `has the packages of tests/oracles/${requirements}.`;
  await run("python3", ["-m", "venv", "--clear", folder], remedy);
  await run(python, ["-m", "pip", "install", "--quiet", "--requirement", file], remedy);
  await Deno.writeTextFile(join(folder, "requirements.txt"), wanted);
  return python;
}

async function run(program: string, args: string[], remedy: string): Promise<void> {
  const status = await new Deno.Command(program, { args }).output().catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  if (status?.success) return;
  const reason = status ? new TextDecoder().decode(status.stderr).trim() : "no such program";
  throw new UserError(`${program} ${args.slice(0, 2).join(" ")} failed: ${reason}\n${remedy}`, 1);
}
