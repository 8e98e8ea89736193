// deno-lint-ignore-file no-control-regex -- this file tests escape sequences

/** Text that a terminal would show: a minimal emulation for tests of the live view. */
export function screen() {
  const lines: string[] = [""];
  let row = 0;
  let cursor = true;
  return {
    write(text: string) {
      for (const [part] of text.matchAll(/\x1b\[\??[\d;]*[a-zA-Z]|\r|\n|[^\x1b\r\n]+/g)) {
        const [, count = "1", command] = /^\x1b\[(?:(\d+))?.*([a-zA-Z])$/.exec(part) ?? [];
        if (command === "A") row -= Number(count);
        else if (command === "J") lines.splice(row + 1), lines[row] = "";
        else if (part === "\x1b[?25l") cursor = false;
        else if (part === "\x1b[?25h") cursor = true;
        else if (part === "\r") lines[row] = "";
        else if (part === "\n") lines[++row] ??= "";
        else if (!part.startsWith("\x1b")) lines[row] += part;
        if (row < 0) throw new Error("above the screen");
      }
    },
    lines: () => lines.slice(),
    cursor: () => cursor,
  };
}
