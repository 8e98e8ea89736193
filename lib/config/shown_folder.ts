/** The variable that names working folders of `s3://` paths: JSON, path by folder. */
export const SHOWN_FOLDERS = "SODAI_SHOWN_FOLDERS";

/** How a folder is recorded and named in commands to type: the `s3://` path whose copy it is. */
export function shownFolder(folder: string): string {
  return shownFolders()[folder] ?? folder;
}

/** A text that names the `s3://` paths in the place of their working folders. */
export function withShownFolders(text: string): string {
  return Object.entries(shownFolders()).reduce(
    (shown, [folder, path]) => shown.replaceAll(folder, () => path),
    text,
  );
}

function shownFolders(): Record<string, string> {
  return JSON.parse(Deno.env.get(SHOWN_FOLDERS) || "{}");
}
