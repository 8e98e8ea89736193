// Does the same as onnx_probabilities.py, with onnxruntime on WebAssembly. A separate program, so that
// its package of 90 MB is not in the lock file: only this test installs it.
const PACKAGE = "npm:onnxruntime-web@1.30.0";
const ort = await import(PACKAGE);

const CHUNK = 50_000;
const [model, folder] = Deno.args as [string, string];
const { rows, inputs } = JSON.parse(await Deno.readTextFile(`${folder}/inputs.json`));
ort.env.wasm.numThreads = 1;
const session = await ort.InferenceSession.create(await Deno.readFile(model));

const columns = await Promise.all(
  inputs.map(async (
    { name, bytes, categories }: { name: string; bytes: number; categories: string[] | null },
    i: number,
  ) => {
    const { buffer } = await Deno.readFile(`${folder}/input_${i}`);
    if (categories === null) {
      const values = bytes === 4 ? new Float32Array(buffer) : new Float64Array(buffer);
      return { name, values };
    }
    const texts = Array.from(new Int32Array(buffer), (code) => categories[code] ?? "(missing)");
    return { name, values: texts };
  }),
);
const answer = new Float32Array(rows);
for (let begin = 0; begin < rows; begin += CHUNK) {
  const end = Math.min(rows, begin + CHUNK);
  const chunk = columns.map(({ name, values }) => {
    const part = values.slice(begin, end);
    const type = Array.isArray(part)
      ? "string"
      : part instanceof Float32Array
      ? "float32"
      : "float64";
    return [name, new ort.Tensor(type, part, [end - begin, 1])];
  });
  const { probabilities } = await session.run(Object.fromEntries(chunk), ["probabilities"]);
  const data = probabilities.data as Float32Array;
  for (let i = begin; i < end; i++) answer[i] = data[2 * (i - begin) + 1]!;
}
await Deno.writeFile(`${folder}/answer`, new Uint8Array(answer.buffer));
