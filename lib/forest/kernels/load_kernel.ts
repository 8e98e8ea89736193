import { readFileSync } from "node:fs";

/**
 * Compiles a kernel, the `.wasm` file at a URL, and returns a function that puts it to work on a
 * memory. Call it once per file: V8 drops what it has optimized along with the last reference to the
 * compiled module.
 *
 * @typeParam Exports the functions that the kernel exports.
 */
export function loadKernel<Exports>(url: URL): (memory: WebAssembly.Memory) => Exports {
  // read, not imported: an imported module cannot be given a memory
  const module = new WebAssembly.Module(readFileSync(url));
  return (memory) => new WebAssembly.Instance(module, { env: { memory } }).exports as Exports;
}
