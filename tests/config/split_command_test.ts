import assert from "node:assert/strict";
import { splitCommand } from "../../lib/config/split_command.ts";

Deno.test("a command is split as by a shell, quotes included", () => {
  const cases: [string, string[] | undefined][] = [
    ["mail ops@example.com", ["mail", "ops@example.com"]],
    ["  mail\t ops\n", ["mail", "ops"]],
    [`'/opt/my tools/mail' "a b"`, ["/opt/my tools/mail", "a b"]],
    [`sh -c 'curl "$X" | wc -l; echo '`, ["sh", "-c", `curl "$X" | wc -l; echo `]],
    [`a"b c"d'e f'g`, ["ab cde fg"]],
    [`x "" ''`, ["x", "", ""]],
    [`x "\\"\\\\\\n$HOME"`, ["x", `"\\\\n$HOME`]],
    [`C:\\tools\\mail.exe a\\ b`, ["C:\\tools\\mail.exe", "a\\", "b"]],
    ["x *.ts ~ $HOME > y &", ["x", "*.ts", "~", "$HOME", ">", "y", "&"]],
    ["x 'y", undefined],
    ['x "y', undefined],
    ['x "y\\"', undefined],
    ["it's", undefined],
    ["", undefined],
    ["  ", undefined],
    ["'' x", undefined],
  ];
  for (const [command, words] of cases) assert.deepEqual(splitCommand(command), words, command);
});
