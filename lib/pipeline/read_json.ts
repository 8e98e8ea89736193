import { basename } from "node:path";
import type { z } from "zod";

/**
 * The content of a JSON file of an earlier run; `undefined` if it is missing or damaged. The
 * content itself is returned, with the fields that the schema does not name.
 *
 * @param schema the fields that are read.
 * @param warn receives a sentence about a damaged file.
 */
export function readJson<T>(
  path: string,
  schema: z.ZodType<T>,
  warn: (text: string) => void = () => {},
): T | undefined {
  let text: string, content: unknown;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  try {
    content = JSON.parse(text);
  } catch {
    return damaged("it is not JSON");
  }
  const [fault] = schema.safeParse(content).error?.issues ?? [];
  if (fault === undefined) return content as T;
  return damaged([fault.path.map(String).join("."), fault.message].filter(Boolean).join(": "));

  function damaged(why: string): undefined {
    warn(`${basename(path)} of an earlier run is damaged (${why}) and is not used`);
  }
}
