import { UserError } from "../../user_error.ts";
import { quoted, shownText } from "./shown_text.ts";

/** Other kinds of files by their first bytes, and how pandas reads them. */
const KINDS: { starts: RegExp; found: string; line?: (path: string) => string; words?: string }[] =
  [
    {
      starts: /^PK.*(xl\/|\[Content_Types\]|_rels)/s,
      found: "an Excel file",
      words: "Save the sheet as CSV, or export the table as parquet",
    },
    {
      starts: /^\xd0\xcf/,
      found: "an old Excel file",
      words: "Save it as .xlsx or CSV first",
    },
    { starts: /^ARROW1/, found: "an Arrow file", line: (path) => `pd.read_feather(${path})` },
    { starts: /^ORC/, found: "an ORC file", line: (path) => `pd.read_orc(${path})` },
    { starts: /^SQLite format 3/, found: "a database", words: "Export its table as parquet" },
    { starts: /^Obj/, found: "an Avro file", words: "Export the table as parquet" },
    {
      starts: /^(.\x8b|PK|\(\xb5\/\xfd|BZh|7z|\xfd7zXZ|Rar!)/s,
      found: "a compressed file",
      words: "Unpack it first",
    },
    {
      starts: /^version https:\/\/git-lfs/,
      found: "a pointer of Git LFS instead of the file",
      words: "Fetch the file with git lfs pull",
    },
    { starts: /^\s*</, found: "a web page or XML", words: "Download or export the table itself" },
    {
      starts: /^\s*\[/,
      found: "a JSON file",
      line: (path) => `pd.read_json(${path})`,
    },
    {
      starts: /^\s*\{.*\}\s*\n\s*\{/s,
      found: "a file of JSON lines",
      line: (path) => `pd.read_json(${path}, lines=True)`,
    },
    { starts: /^\s*\{/, found: "a JSON file", words: "Export the table as parquet" },
  ];

/** Bytes of the beginning that are looked at. */
const HEAD = 4096;

/** Looks at both ends of a file: parquet starts and ends with `PAR1`. */
export async function headFault(path: string, size: number): Promise<UserError | undefined> {
  using file = await Deno.open(path);
  const head = await bytesAt(file, 0, Math.min(HEAD, size));
  const tail = await bytesAt(file, Math.max(0, size - 4), Math.min(4, size));
  const start = latin1(head.subarray(0, 4)), end = latin1(tail);
  if (size >= 12 && start === "PAR1" && end === "PAR1") return undefined;
  const again = "Export or copy it again completely.";
  if (size === 0) return notParquet(path, "an empty file (0 bytes)", again);
  if (start === "PARE" || end === "PARE") {
    return notParquet(path, "an encrypted file", "Export it again without encryption.");
  }
  if (start === "PAR1") {
    return notParquet(path, `a truncated file: ${size} bytes, the last four not PAR1`, again);
  }
  const kind = KINDS.find(({ starts }) => starts.test(latin1(head)));
  const found = kind?.found ?? (isText(head) ? "a text file" : "a file");
  const line = kind ? kind.line?.(quoted(path)) : csvLine(path, head);
  return notParquet(
    path,
    `${found} that starts with ${quoted(start)}`,
    line
      ? `Convert it (in Python: ${line}.to_parquet(${quoted(path)})).`
      : `${kind?.words ?? "Export the table as parquet"}.`,
  );
}

function notParquet(path: string, found: string, remedy: string): UserError {
  return new UserError(
    `${shownText(path)}: expected a parquet file (first and last four bytes PAR1), ` +
      `found ${found}.\n${remedy}`,
  );
}

/** How to read a text file with a table: its separator and its encoding. */
function csvLine(path: string, head: Uint8Array): string | undefined {
  if (!isText(head)) return undefined;
  const first = latin1(head).split(/\r?\n/, 1)[0]!;
  const separator = [";", "\t", "|", ","].find((candidate) => first.includes(candidate));
  if (!separator) return undefined;
  const options = [
    ...(separator === "," ? [] : [`sep=${quoted(separator)}`]),
    ...(separator === ";" ? [`decimal=","`] : []),
    ...(isUtf8(head) ? [] : [`encoding="latin-1"`]),
  ];
  return `pd.read_csv(${[quoted(path), ...options].join(", ")})`;
}

function isText(bytes: Uint8Array): boolean {
  return !bytes.some((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13);
}

/** Whether the bytes are UTF-8; the last character may be cut. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

async function bytesAt(file: Deno.FsFile, at: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  await file.seek(at, Deno.SeekMode.Start);
  let read = 0;
  while (read < length) {
    const more = await file.read(bytes.subarray(read));
    if (more === null) break;
    read += more;
  }
  return bytes.subarray(0, read);
}
