/** The content of a JSON file of an earlier run; `undefined` if it is missing or damaged. */
export function readJson<T>(path: string): Partial<T> | undefined {
  try {
    const content = JSON.parse(Deno.readTextFileSync(path));
    return typeof content === "object" && content !== null ? content : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
