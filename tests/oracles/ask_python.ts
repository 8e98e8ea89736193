/** Path of a Python interpreter that has the peers installed; without it these tests are skipped. */
export const PYTHON = Deno.env.get("SODAI_PYTHON");

/** Runs a Python script of this folder: sends JSON questions on its stdin and returns its answers. */
export async function askPython(
  script: string,
  questions: Record<string, unknown>[],
  // deno-lint-ignore no-explicit-any -- each question has its own type of answer
): Promise<any[]> {
  const path = new URL(script, import.meta.url).pathname;
  const child = new Deno.Command(PYTHON!, { args: [path], stdin: "piped", stdout: "piped" })
    .spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(questions)));
  await writer.close();
  const { success, stdout } = await child.output();
  if (!success) throw new Error(`${script} failed; see its message above`);
  return JSON.parse(new TextDecoder().decode(stdout));
}
