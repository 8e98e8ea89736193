import { createRequire } from "node:module";
import { resolve } from "node:path";
import { disturbed } from "./disturbed.ts";
import { type Code, polarsError, polarsPanic } from "./fault_errors.ts";
import { faultOf } from "./file_calls.ts";

// deno-lint-ignore no-explicit-any -- native classes without types
type Any = any;

const { statSync, truncateSync } = Deno;

/** The error of a scan, which comes with the next `collect`. */
let unread: Error | undefined;

/** Forgets a scan that was never collected. */
export function forgetScans(): void {
  unread = undefined;
}

/** Asks before every file that polars reads or writes by itself. */
export function replacePolars(): void {
  const module = createRequire(import.meta.url)("nodejs-polars/bin/internals/polars_internal");
  const native: Any = module.default ?? module;
  replaceWrite(native.JsDataFrame.prototype);
  replaceLazy(native);
}

/** `frame.writeParquet(path)`. */
function replaceWrite(frame: Any): void {
  const write = frame.writeParquet;
  frame.writeParquet = function (target: unknown, ...rest: unknown[]) {
    const call = () => write.call(this, target, ...rest);
    if (typeof target !== "string") return call();
    const path = resolve(target);
    return disturbed(faultOf({ ...WRITE, name: "polars.writeParquet", path }), {
      call,
      half: () => (call(), cut(path)),
      // it panics if it cannot open the file
      error: (code) => code === "ENOSPC" ? polarsError(code) : polarsPanic(code),
      form: "sync",
    });
  };
}

/**
 * `pl.scanParquet(pattern)` and `lazy.sinkParquet(path)` only plan: the file of a scan, and that of a
 * sink, are opened by the next `collect`.
 */
function replaceLazy(native: Any): void {
  const { scanParquet } = native, lazy = native.JsLazyFrame.prototype;
  const { sinkParquet, collect } = lazy;
  const sinks = new WeakMap<object, string>();
  native.scanParquet = (pattern: unknown, ...rest: unknown[]) => {
    const call = () => scanParquet(pattern, ...rest);
    if (typeof pattern !== "string") return call();
    const path = resolve(pattern.replaceAll(/\[(.)\]/g, "$1"));
    const fault = faultOf({ ...READ, name: "polars.scanParquet", path });
    if (fault !== undefined) unread = polarsError(fault as Code, path);
    return call();
  };
  lazy.sinkParquet = function (target: string, ...rest: unknown[]) {
    const sink = sinkParquet.call(this, target, ...rest);
    sinks.set(sink, resolve(target));
    return sink;
  };
  lazy.collect = function (...args: unknown[]) {
    const call = () => collect.apply(this, args), path = sinks.get(this);
    if (unread) {
      const error = unread;
      unread = undefined;
      return Promise.reject(error);
    }
    if (path === undefined) return call();
    return disturbed(faultOf({ ...WRITE, name: "polars.sinkParquet", path }), {
      call,
      half: async () => (await call(), cut(path)),
      error: (code) => polarsError(code, code === "ENOSPC" ? undefined : path),
      form: "async",
    });
  };
}

const WRITE = { effect: "write", byPath: true, divisible: true } as const;
const READ = { effect: "read", byPath: true, divisible: false } as const;

function cut(path: string): void {
  truncateSync(path, statSync(path).size >> 1);
}
