import asc from "assemblyscript/asc";
import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../", import.meta.url);
const SOURCE = ".as.ts";
/** Ending of the name of a kernel whose memory several threads share. */
const SHARED = ".shared";

/** The kernels: paths from the root of the repository, without extension. */
export const KERNELS = (readdirSync(new URL("lib", ROOT), { recursive: true }) as string[])
  .filter((path) => path.endsWith(SOURCE))
  .map((path) => `lib/${path.replaceAll("\\", "/").slice(0, -SOURCE.length)}`).sort();

/** The bytes of a kernel's `.wasm` file, compiled from its `.as.ts` file. */
export async function compileKernel(kernel: string): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await asc.main([
    kernel + SOURCE,
    ...["--baseDir", fileURLToPath(ROOT), "--outFile", `${kernel}.wasm`],
    ...(kernel.endsWith(SHARED)
      ? ["--enable", "threads", "--sharedMemory", "--maximumMemory", "65536"]
      : []),
    ...["-O3", "--noAssert", "--enable", "simd"],
    // no runtime; the caller provides the memory, of at least one page
    ...["--runtime", "stub", "--importMemory", "--noExportMemory", "--initialMemory", "1"],
  ], {
    writeFile: (_, contents) => {
      bytes = contents as Uint8Array;
    },
  });
  if (error || !bytes) throw new Error(`${kernel}${SOURCE}: ${error?.message}\n${stderr}`);
  return bytes;
}

if (import.meta.main) {
  for (const kernel of KERNELS) {
    const bytes = await compileKernel(kernel);
    await writeFile(new URL(`${kernel}.wasm`, ROOT), bytes);
    console.log(`${kernel}.wasm: ${bytes.length} bytes`);
  }
}
