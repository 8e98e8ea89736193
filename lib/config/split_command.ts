/**
 * Splits a command into program and arguments as a POSIX shell does, but without a shell: spaces
 * separate, `'…'` is taken as it is, `"…"` too except that `\"` and `\\` are `"` and `\`. Outside
 * quotes a backslash is itself, so that paths of Windows work. Nothing else has a meaning: no
 * variables, patterns, pipes or redirections.
 *
 * @returns `undefined` if a quote is not closed, or no program is named.
 *
 * @example
 * ```ts
 * import { splitCommand } from "./split_command.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(splitCommand(`mail -s "SodAI run" ops@example.com`), [
 *   "mail",
 *   "-s",
 *   "SodAI run",
 *   "ops@example.com",
 * ]);
 * assert.deepEqual(splitCommand(`sh -c 'echo "$HOME" | wc'`), ["sh", "-c", 'echo "$HOME" | wc']);
 * assert.equal(splitCommand("mail 'ops"), undefined);
 * ```
 */
export function splitCommand(command: string): [string, ...string[]] | undefined {
  const words: string[] = [];
  let rest = command.trimStart();
  while (rest !== "") {
    const [word] = WORD.exec(rest)!;
    if (word === "") return undefined; // starts with a quote that is not closed
    const end = rest.slice(word.length);
    if (end !== "" && !/^\s/.test(end)) return undefined;
    words.push(word.replaceAll(PART, unquoted));
    rest = end.trimStart();
  }
  const [program, ...args] = words;
  return program ? [program, ...args] : undefined;
}

/** A word: parts without space or quotes, and quoted parts. */
const WORD = /^(?:[^\s'"]|'[^']*'|"(?:[^"\\]|\\[^])*")*/;
const PART = /'([^']*)'|"((?:[^"\\]|\\[^])*)"/g;

function unquoted(_part: string, single: string | undefined, double: string | undefined): string {
  return single ?? double!.replaceAll(/\\(["\\])/g, "$1");
}
