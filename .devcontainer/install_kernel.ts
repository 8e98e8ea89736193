import { jupyterDataDir, writeKernelspec } from "../lib/jupyter/kernelspec.ts";

const dataDir = jupyterDataDir(Deno.env.get.bind(Deno.env), Deno.build.os);
console.log(`kernel written to ${await writeKernelspec({ dataDir })}`);
