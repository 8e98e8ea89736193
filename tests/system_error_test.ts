import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import pl from "nodejs-polars";
import { faultOf, namingPath, userErrorOf } from "../lib/system_error.ts";
import { UserError } from "../lib/user_error.ts";

/** Situations that an operating system can really be asked for, and the words for them. */
const real: [string, (folder: string) => unknown, RegExp, 1 | 2][] = [
  [
    "a missing file",
    (folder) => Deno.readFileSync(join(folder, "none")),
    /^Cannot read \S+none: there is no such file/,
    2,
  ],
  [
    "a rename of what was moved away",
    (folder) => Deno.renameSync(join(folder, "none"), join(folder, "other")),
    /^Cannot rename \S+none to \S+other: there is no such/,
    2,
  ],
  [
    "a file for a folder",
    (folder) => Deno.readDirSync(join(folder, "file", "runs")).next(),
    /^Cannot list \S+runs: a part of this path is a file/,
    2,
  ],
  [
    "a file in the place of a folder",
    (folder) => Deno.mkdirSync(join(folder, "file")),
    /^Cannot create the folder \S+file: it exists and is a file/,
    2,
  ],
  ["a folder for a file", (folder) => Deno.readFileSync(folder), /: it is a folder/, 2],
  [
    "links in a circle",
    (folder) => Deno.statSync(join(folder, "loop")),
    /^Cannot look at \S+loop: its symbolic links lead in a circle/,
    2,
  ],
  [
    "links in a circle, by Node",
    (folder) => readFileSync(join(folder, "loop")),
    /^Cannot open \S+loop: its symbolic links/,
    2,
  ],
  [
    "a path that is too long",
    (folder) => Deno.statSync(join(folder, "a".repeat(300))),
    /^Cannot look at \S+aa…aa\S+: the path or a name in it is too long/,
    2,
  ],
  [
    "a full disk, by a native addon",
    () => pl.DataFrame({ a: [1] }).writeParquet("/dev/full"),
    /^Cannot read or write a file: the disk is full/,
    1,
  ],
  [
    "a program in a folder that is gone",
    (folder) => new Deno.Command(Deno.execPath(), { cwd: join(folder, "none") }).spawn(),
    /^Cannot start a program in \S+none: there is no such/,
    2,
  ],
];

for (const [situation, action, message, exitStatus] of real) {
  Deno.test("the path that polars names without a verb is in the message", () => {
    const found = userErrorOf(new Error("Permission denied (os error 13): /data/a b.parquet"))!;
    if (Deno.build.os !== "windows") {
      assert.match(found.message, /^Cannot open \/data\/a b\.parquet: /);
    }
  });

  Deno.test({
    name: `an error of the system is explained: ${situation}`,
    ignore: Deno.build.os !== "linux",
    fn() {
      const folder = Deno.makeTempDirSync();
      Deno.writeTextFileSync(join(folder, "file"), "");
      Deno.symlinkSync("loop", join(folder, "loop"));
      try {
        action(folder);
        assert.fail("expected an error");
      } catch (error) {
        const known = userErrorOf(error);
        assert.ok(known, String(error));
        assert.match(known.message, message);
        assert.match(known.message, /^[^\n]*\.\n[A-Z][^\n]*$/, "what, then what to do");
        assert.doesNotMatch(known.message, /os error|E[A-Z]{3,}:/);
        assert.ok(known.message.length < 500);
        assert.equal(known.exitStatus, exitStatus);
        assert.equal(known.cause, error);
      } finally {
        Deno.removeSync(folder, { recursive: true });
      }
    },
  });
}

/** As Deno throws them; these cannot be made to happen here. */
const others: [code: string, number, why: RegExp, 1 | 2][] = [
  ["ENOSPC", 28, /the disk is full/, 1],
  ["EIO", 5, /input\/output error/, 1],
  ["EACCES", 13, /no permission/, 2],
  ["EPERM", 1, /no permission/, 2],
  ["EROFS", 30, /read-only/, 2],
  ["EMFILE", 24, /too many open files/, 1],
  ["ENFILE", 23, /too many open files/, 1],
  ["EDQUOT", 122, /quota/, 1],
  ["EFBIG", 27, /larger/, 1],
  ["ESTALE", 116, /network drive/, 1],
  ["EBUSY", 16, /another program/, 1],
  ["ENOTEMPTY", 39, /at the same time/, 1],
];

for (const [code, number, why, exitStatus] of others) {
  Deno.test({
    name: `an error of the system is explained: ${code}`,
    ignore: Deno.build.os !== "linux",
    fn() {
      // a native addon gives no code, only the number
      for (const more of [{ code }, { code: "GenericFailure" }, {}]) {
        const error = Object.assign(
          new Error(`In words (os error ${number}): open '/data/it's'`),
          more,
        );
        const known = userErrorOf(error)!;
        assert.match(known.message, /^Cannot open \/data\/it's: /);
        assert.match(known.message, why);
        assert.equal(known.exitStatus, exitStatus);
        assert.match(faultOf(error)!.why, why);
      }
    },
  });
}

Deno.test("a bug stays a bug, and the error of a user stays itself", () => {
  const refused = Object.assign(new Error("Connection refused (os error 111)"), {
    code: "ECONNREFUSED",
  });
  for (const bug of [new TypeError("x is undefined"), refused, "text", undefined, null]) {
    assert.equal(userErrorOf(bug), undefined);
  }
  const known = new UserError("Expected this.\nDo that.", 1);
  assert.equal(userErrorOf(known), known);
});

Deno.test("an error that hides another at the release of a lock is not the message", () => {
  const full = Object.assign(new Error("No space left on device (os error 28): writefile '/a'"), {
    code: "ENOSPC",
  });
  const gone = Object.assign(new Error("No such file or directory (os error 2): remove '/b'"), {
    code: "ENOENT",
  });
  const first = userErrorOf(new SuppressedError(gone, full));
  assert.match(first!.message, /^Cannot write \/a: the disk is full/);
});

Deno.test("a denied access is explained too", () => {
  const outside = new Deno.errors.NotCapable(
    'Requires read access to "/etc/passwd", run again with the --allow-read flag',
  );
  assert.match(userErrorOf(outside)!.message, /^Denied: to read "\/etc\/passwd"\./);
});

Deno.test("what is written to an open file is named", () => {
  const full = Object.assign(new Error("No space left on device (os error 28)"), {
    code: "ENOSPC",
  });
  const write = () => {
    throw full;
  };
  assert.throws(
    () => namingPath("write", "/data/lines", write),
    (error) =>
      error === full &&
      userErrorOf(error)!.message.startsWith("Cannot write /data/lines: the disk is full"),
  );
  assert.equal(namingPath("write", "/data/lines", () => 3), 3);
});
