import { UserError } from "../lib/user_error.ts";

const PROGRAMS = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
];

/**
 * The program that SODAI_CHROMIUM names, or the first installed one.
 *
 * @throws UserError if there is none.
 */
export async function findChromium(): Promise<string> {
  const named = Deno.env.get("SODAI_CHROMIUM");
  for (const program of named ? [named] : PROGRAMS) {
    if (await starts(program)) return program;
  }
  throw new UserError(
    `expected Chromium, found no program ${named ?? PROGRAMS.join(", ")}\n` +
      "Install it (Debian: apt-get install chromium), or set SODAI_CHROMIUM to its path.",
    1,
  );
}

async function starts(program: string): Promise<boolean> {
  try {
    return (await new Deno.Command(program, { args: ["--version"] }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
