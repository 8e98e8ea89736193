import { UserError } from "../user_error.ts";

/** A folder of an object storage: the objects of a bucket whose keys begin with a prefix. */
export interface ObjectPath {
  /** As it was given, without a slash at its end. */
  url: string;
  bucket: string;
  /** Without a slash at its ends; empty for the whole bucket. */
  prefix: string;
}

/** A key of at most 1024 bytes holds a prefix of this length and the longest name of an output. */
const LONGEST_PREFIX = 512;

/** Whether a path names an object storage. */
export function isObjectPath(path: string | undefined): path is string {
  return path !== undefined && /^s3:/i.test(path);
}

/**
 * Reads a path such as `s3://bucket/folder`.
 *
 * @param source the flag or variable that has it, for the error.
 * @throws UserError for any other text.
 *
 * @example
 * ```ts
 * import { parseObjectPath } from "./object_path.ts";
 * import assert from "node:assert/strict";
 *
 * const { bucket, prefix } = parseObjectPath("s3://sales/weekly/outputs/", "--outputs-dir");
 * assert.deepEqual([bucket, prefix], ["sales", "weekly/outputs"]);
 * ```
 */
export function parseObjectPath(path: string, source: string): ObjectPath {
  const [, bucket, rest = ""] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/.*)?)$/.exec(path) ??
      [];
  const prefix = rest.replaceAll(/^\/+|\/+$/g, "");
  const parts = prefix === "" ? [] : prefix.split("/");
  const isOdd = parts.some((part) => ["", ".", ".."].includes(part)) ||
    prefix.length > LONGEST_PREFIX || /[^\w!'()*+=:@,. /-]/.test(prefix);
  if (bucket === undefined || isOdd) {
    throw new UserError(
      `${source}: expected a path such as s3://bucket/folder, found ${path}\n` +
        "A bucket has 3 to 63 small letters, digits, dots and hyphens; a folder has letters without " +
        "accents, digits, spaces and common signs.",
    );
  }
  return { url: `s3://${[bucket, ...parts].join("/")}`, bucket, prefix };
}
