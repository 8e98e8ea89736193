import { basename, join } from "node:path";
import { UserError } from "../../user_error.ts";
import { quoted, shownName, shownText } from "./shown_text.ts";

/** Table formats that keep replaced rows in their folder: their parts may not be joined. */
const FORMATS = [
  { name: "a Delta table", mark: "_delta_log" },
  { name: "an Iceberg table", mark: "metadata" },
  { name: "a Hudi table", mark: ".hoodie" },
];

/** Says what a folder in the place of a file is, and how to make one file of it. */
export async function folderFault(path: string): Promise<UserError> {
  const shown = shownText(path);
  const format = await formatOf(path);
  if (format) {
    return new UserError(
      `${shown}: expected one parquet file, found ${format}.\n` +
        `Export its current version as one parquet file: some of its parts are out of date.`,
    );
  }
  if (!await holdsParquet(path)) {
    return new UserError(
      `${shown}: expected a parquet file, found a folder without parquet files.\n` +
        `Put the file in its place.`,
    );
  }
  return new UserError(
    `${shown}: expected one parquet file, found a folder of parts.\n` +
      `Join them (in Python: pd.read_parquet(${quoted(path)}).to_parquet(${
        quoted(`${path}.one`)
      })), then remove the folder and rename the new file to ${shownName(basename(path))}.`,
  );
}

async function formatOf(path: string): Promise<string | undefined> {
  for (const { name, mark } of FORMATS) {
    if (await Deno.stat(join(path, mark)).then((info) => info.isDirectory, () => false)) {
      return name;
    }
  }
  return undefined;
}

/** Whether a file of the folder, or of a folder in it, begins as parquet does. */
async function holdsParquet(path: string): Promise<boolean> {
  for await (const { name, isFile, isDirectory } of Deno.readDir(path)) {
    if (/^[._]/.test(name)) continue;
    const inner = join(path, name);
    if (isDirectory && await holdsParquet(inner)) return true;
    if (!isFile) continue;
    using file = await Deno.open(inner);
    const head = new Uint8Array(4);
    await file.read(head);
    if (String.fromCharCode(...head) === "PAR1") return true;
  }
  return false;
}
