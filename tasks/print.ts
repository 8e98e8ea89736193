import { visibleText } from "../lib/dag/terminal/visible_text.ts";

/** Prints a result to standard output. */
export function print(text: string): void {
  console.log(visibleText(text));
}

/** Prints what must be read first to standard output, in red on a terminal; nothing if empty. */
export function printAlert(text: string): void {
  const red = Deno.stdout.isTerminal() && !Deno.env.get("NO_COLOR");
  if (text !== "") console.log(red ? `\x1b[1;31m${visibleText(text)}\x1b[0m` : visibleText(text));
}

/** Prints a message to standard error. */
export function printError(text: string): void {
  console.error(visibleText(text));
}
