import { visibleText } from "../lib/dag/terminal/visible_text.ts";
import { writeText } from "../lib/dag/terminal/write_text.ts";

/** Prints what a command has done to standard output; done it is, also if nobody can read it. */
export function print(text: string): void {
  writeText(Deno.stdout, `${visibleText(text)}\n`);
}

/**
 * Prints the only result of a command to standard output.
 *
 * @throws UserError if it cannot be written, such as to a full disk. A reader that has seen enough
 * (`| head`) is no error.
 */
export function printResult(text: string): void {
  const error = writeText(Deno.stdout, `${visibleText(text)}\n`);
  if (error === undefined || error instanceof Deno.errors.BrokenPipe) return;
  error.message += ": write 'standard output'";
  throw error;
}

/** Prints what must be read first to standard output, in red on a terminal; nothing if empty. */
export function printAlert(text: string): void {
  const red = Deno.stdout.isTerminal() && !Deno.env.get("NO_COLOR");
  const line = red ? `\x1b[1;31m${visibleText(text)}\x1b[0m` : visibleText(text);
  if (text !== "") writeText(Deno.stdout, `${line}\n`);
}

/** Prints a message to standard error. */
export function printError(text: string): void {
  writeText(Deno.stderr, `${visibleText(text)}\n`);
}
