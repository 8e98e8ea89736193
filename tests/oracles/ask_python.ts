/** The interpreter that has scipy and scikit-learn; without it tests against them are skipped. */
export const PYTHON = Deno.env.get("SODAI_PYTHON");

/** Puts questions to a Python script beside this file, as JSON on its stdin, and reads its answers. */
export async function askPython(
  script: string,
  questions: Record<string, unknown>[],
  // deno-lint-ignore no-explicit-any -- the answers are as various as the questions
): Promise<any[]> {
  const path = new URL(script, import.meta.url).pathname;
  const child = new Deno.Command(PYTHON!, { args: [path], stdin: "piped", stdout: "piped" })
    .spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(questions)));
  await writer.close();
  const { success, stdout } = await child.output();
  if (!success) throw new Error(`${script} failed; its message stands above`);
  return JSON.parse(new TextDecoder().decode(stdout));
}
