import { UserError } from "../../lib/user_error.ts";

/** Aborted by SIGINT or SIGTERM while it is in scope. */
export function interruptSignal(): { signal: AbortSignal } & Disposable {
  const controller = new AbortController();
  // Windows does not support SIGTERM
  const names: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  const listeners = names.map((name) => ({
    name,
    stop: () => controller.abort(new UserError(`stopped by ${name}`, 1)),
  }));
  for (const { name, stop } of listeners) Deno.addSignalListener(name, stop);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const { name, stop } of listeners) Deno.removeSignalListener(name, stop);
    },
  };
}
