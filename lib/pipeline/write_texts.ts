import { releaseMemory } from "../table/release_memory.ts";

/** Characters that are encoded and written at a time. */
const CHUNK = 2 ** 20;

/** Writes texts into a file as they are made: all at once take as much memory as the forecast. */
export async function writeTexts(path: string, texts: Iterable<string>): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true, truncate: true });
  const encoder = new TextEncoder();
  let chunk = "";
  const flush = async () => {
    for (let bytes = encoder.encode(chunk); bytes.length > 0;) {
      bytes = bytes.subarray(await file.write(bytes));
    }
    chunk = "";
    await releaseMemory();
  };
  for (const text of texts) {
    chunk += text;
    if (chunk.length >= CHUNK) await flush();
  }
  await flush();
}
