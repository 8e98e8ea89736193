import { join } from "node:path";

/** Words of a shell script: the shard of a call of `deno task stage`, such as `2/4`. */
const SHARD = `shard=$(printf '%s\\n' "$@" | sed -n 's/^--shard=//p')`;

/**
 * A Deno whose first `train_model` is asked to stop (SIGTERM) in the middle, and of which the first
 * call of one shard fails. It writes the calls of shards to a file.
 */
export function stoppingDeno(folder: string) {
  const path = join(folder, "stopping_deno"), calls = `${path}.calls`, failing = "split_data 2/4";
  const text = `#!/bin/sh
${SHARD}
if [ -n "$shard" ]; then
  echo "$4 $shard" >> "${calls}"
  [ "$(grep -cx "${failing}" "${calls}") $4 $shard" = "1 ${failing}" ] && exit 1
fi
if [ "$4$shard" = train_model ] && [ ! -e "${path}.done" ]; then
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
  return { path, calls, failing };
}

/** A Deno whose first `train_model` writes the id of its session to a file. */
export function tellingDeno(folder: string): { path: string; session: string; calls?: string } {
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

/**
 * A Deno whose first shard of `split_data` writes the id of its session to a file once there are
 * blocks, and never ends. It writes the calls of shards to another file.
 */
export function hangingDeno(folder: string) {
  const path = join(folder, "hanging_deno"), session = `${path}.session`, calls = `${path}.calls`;
  const text = `#!/bin/sh
${SHARD}
if [ -n "$shard" ]; then echo "$4 $shard" >> "${calls}"; fi
if [ "$4 $shard" = "split_data 1/2" ] && [ ! -e "${path}.done" ]; then
  touch "${path}.done"
  "${Deno.execPath()}" "$@" &
  until ls "${folder}"/outputs/runs/*/split_data.shards/*/*.parquet > /dev/null 2>&1
  do sleep 0.1; done
  cut -d " " -f 6 /proc/$$/stat > "${session}"
  sleep 600
fi
exec "${Deno.execPath()}" "$@"
`;
  Deno.writeTextFileSync(path, text, { mode: 0o755 });
  return { path, session, calls };
}
