import { readFileSync } from "node:fs";

/**
 * Compiles a kernel, which is a `.wasm` file, and returns a function that instantiates it with a
 * memory. Call it once per file: V8 discards the optimized code with the last reference to the
 * compiled module.
 *
 * @typeParam Exports the functions that the kernel exports.
 */
export function loadKernel<Exports>(url: URL): (memory: WebAssembly.Memory) => Exports {
  // read and not imported, because an imported module cannot be given a memory
  const module = new WebAssembly.Module(readFileSync(url));
  return (memory) =>
    new WebAssembly.Instance(module, { env: { memory, log: Math.log } }).exports as Exports;
}
