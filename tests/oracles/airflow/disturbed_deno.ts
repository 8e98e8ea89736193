import { join } from "node:path";

/** A Deno whose first `train_model` is asked to stop (SIGTERM) in the middle. */
export function stoppingDeno(folder: string): string {
  const path = join(folder, "stopping_deno");
  const text = `#!/bin/sh
if [ "$4" = train_model ] && [ ! -e "${path}.done" ]; then
  touch "${path}.done"
  "${Deno.execPath()}" "$@" &
  until grep -A1 '"id": "train_model"' "${folder}"/outputs/runs/*/run.json | grep -q running
  do sleep 0.1; done
  kill -TERM $!
  wait $!
  exit $?
fi
exec "${Deno.execPath()}" "$@"
`;
  Deno.writeTextFileSync(path, text, { mode: 0o755 });
  return path;
}

/** A Deno whose first `train_model` writes the id of its session to a file. */
export function tellingDeno(folder: string) {
  const path = join(folder, "telling_deno"), session = `${path}.session`;
  const text = `#!/bin/sh
if [ "$4" = train_model ] && [ ! -e "${session}" ]; then
  cut -d " " -f 6 /proc/$$/stat > "${session}"
fi
exec "${Deno.execPath()}" "$@"
`;
  Deno.writeTextFileSync(path, text, { mode: 0o755 });
  return { path, session };
}
