import { visibleText } from "../lib/dag/terminal/visible_text.ts";

/** Prints a result to standard output. */
export function print(text: string): void {
  console.log(visibleText(text));
}

/** Prints a message to standard error. */
export function printError(text: string): void {
  console.error(visibleText(text));
}
