import { constants } from "node:os";
import { deniedAccess } from "./denied_access.ts";
import { UserError } from "./user_error.ts";

/** What an error of the operating system means, and what to do. */
export interface Fault {
  /** Without subject and full stop, such as `the disk is full`. */
  why: string;
  /** One sentence. */
  remedy: string;
  /** 2 for a wrong path, 1 for the machine's condition. */
  exitStatus: 1 | 2;
}

/** Longer paths are shortened in messages. */
const LONGEST_PATH = 240;

const OTHER_FOLDER = "name another folder with --data-dir or --outputs-dir";
const wrongPath = (why: string, remedy: string): Fault => ({ why, remedy, exitStatus: 2 });
const condition = (why: string, remedy: string): Fault => ({ why, remedy, exitStatus: 1 });

const NO_PERMISSION = wrongPath(
  "this user has no permission",
  `Give this user the permission, or ${OTHER_FOLDER}.`,
);
const NOT_CONNECTED = condition(
  "its network drive is not connected",
  "Connect the drive again, then try again.",
);
const BROKEN = condition(
  "the disk or drive reports an input/output error",
  "Check the disk and its connection, then try again.",
);
const BUSY = condition("another program is using it", "Close it there, then try again.");

/** The faults that a user can fix, by the names that POSIX gives them. */
const FAULTS: Record<string, Fault> = {
  ENOENT: wrongPath(
    "there is no such file or folder, or no longer",
    `Put it back if it was moved or deleted, or ${OTHER_FOLDER}.`,
  ),
  ENOTDIR: wrongPath(
    "a part of this path is a file, expected a folder",
    `Correct the path, or ${OTHER_FOLDER}.`,
  ),
  EISDIR: wrongPath("it is a folder, expected a file", "Move the folder away, then try again."),
  EEXIST: wrongPath(
    "it exists and is a file, expected a folder",
    `Move it away, or ${OTHER_FOLDER}.`,
  ),
  ENOTEMPTY: condition("files were added to it at the same time", "Try again."),
  EACCES: NO_PERMISSION,
  EPERM: NO_PERMISSION,
  EROFS: wrongPath(
    "its file system is read-only",
    `Mount it for writing, or ${OTHER_FOLDER}.`,
  ),
  ELOOP: wrongPath(
    "its symbolic links lead in a circle",
    `Remove or repair the link, or ${OTHER_FOLDER}.`,
  ),
  ENAMETOOLONG: wrongPath("the path or a name in it is too long", "Use a shorter path."),
  ENOSPC: condition(
    "the disk is full",
    "Free some space (deno task runs prune removes old runs), then try again.",
  ),
  EDQUOT: condition("this user's disk quota is used up", "Free some space, then try again."),
  EFBIG: condition(
    "the file is larger than the file system or a limit of this user allows",
    "Raise the limit (ulimit -f), or use another disk.",
  ),
  EIO: BROKEN,
  ENXIO: BROKEN,
  ENODEV: BROKEN,
  ESTALE: NOT_CONNECTED,
  ENOTCONN: NOT_CONNECTED,
  EHOSTDOWN: NOT_CONNECTED,
  EMFILE: condition(
    "this process has too many open files",
    "Raise the limit, for example with: ulimit -n 4096",
  ),
  ENFILE: condition(
    "this machine has too many open files",
    "End other programs, or raise the limit of the machine.",
  ),
  ENOMEM: condition("too little memory is free", "End other programs, then try again."),
  EBUSY: BUSY,
  ETXTBSY: BUSY,
};

/** In words, what the system was asked for; others are named as they are. */
const DOINGS: Record<string, string> = {
  open: "open",
  readfile: "read",
  writefile: "write",
  stat: "look at",
  lstat: "look at",
  mkdir: "create the folder",
  readdir: "list",
  scandir: "list",
  remove: "remove",
  rename: "rename",
  readlink: "read the link",
  symlink: "create the link",
};

/**
 * The error as one that the user can fix: itself, or the explanation of an error of the operating
 * system (a full disk, a missing permission, a folder that was moved away, …), which stays its
 * `cause`. `undefined` for any other error, which is a bug.
 *
 * @example
 * ```ts
 * import { userErrorOf } from "./system_error.ts";
 * import assert from "node:assert/strict";
 *
 * const full = Object.assign(
 *   new Error("No space left on device (os error 28): writefile '/data/a'"),
 *   { code: "ENOSPC" },
 * );
 * assert.match(userErrorOf(full)!.message, /^Cannot write \/data\/a: the disk is full\.\nFree /);
 * assert.equal(userErrorOf(new TypeError("x is undefined")), undefined);
 * ```
 */
export function userErrorOf(error: unknown): UserError | undefined {
  if (error instanceof UserError) return error;
  // a lock that could not be released after the error
  if (error instanceof SuppressedError) return userErrorOf(error.suppressed);
  if (!(error instanceof Error)) return undefined;
  const denied = deniedAccess(error);
  if (denied) return denied;
  const fault = faultOf(error);
  if (!fault) return undefined;
  const { why, remedy, exitStatus } = fault;
  const message = `Cannot ${attempt(error.message)}: ${why}.\n${remedy}`;
  return new UserError(message, exitStatus, { cause: error });
}

/** What an error of the operating system means; `undefined` for any other error. */
export function faultOf(error: Error): Fault | undefined {
  const code = codeOf(error);
  return code === undefined ? undefined : FAULTS[code];
}

/** The POSIX name of the fault; a native addon gives only the number, in its message. */
function codeOf(error: Error): string | undefined {
  const { code } = error as { code?: unknown };
  if (typeof code === "string" && code in constants.errno) return code;
  const number = Number(/\(os error (\d+)\)/.exec(error.message)?.[1]);
  // on Windows, the numbers are not those of POSIX
  if (Number.isNaN(number) || Deno.build.os === "windows") return undefined;
  return Object.entries(constants.errno).find(([, value]) => value === number)?.[0];
}

/** What was tried on which path, as Deno, Node or polars names it at the end of its message. */
function attempt(message: string): string {
  const [, program, folder] = /^Failed to spawn '(.*?)': (?:No such cwd '(.*)')?/s.exec(message) ??
    [];
  if (program !== undefined) return `start ${folder ? `a program in ${folder}` : program}`;
  const [, doing = "", path, target] = /[:,] (\w+) '(.*?)'(?: -> '(.*)')?$/s.exec(message) ?? [];
  if (path === undefined) {
    // polars names the path without a verb
    const [, opened] = /\(os error \d+\): (.+)$/s.exec(message) ?? [];
    return opened === undefined ? "read or write a file" : `open ${shortened(opened)}`;
  }
  const paths = [path, ...target === undefined ? [] : [target]].map(shortened).join(" to ");
  return `${DOINGS[doing] ?? doing} ${paths}`;
}

/** A path that is too long for the system is also too long for a message: its ends. */
function shortened(path: string): string {
  return path.length <= LONGEST_PATH ? path : `${path.slice(0, 120)}…${path.slice(-60)}`;
}

/**
 * Names the path in errors of what is done with an open file, or by a native addon: their messages
 * have none.
 *
 * @param doing in a word, such as `write`.
 */
export function namingPath<T>(doing: string, path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof Error && /\(os error \d+\)$/.test(error.message)) {
      error.message += `: ${doing} '${path}'`;
    }
    throw error;
  }
}
