import { type Bytes, bytesField, floatsField, intField, intsField } from "./protobuf.ts";

const INT = 2;
const FLOAT_TENSOR = 1;
const INT64_TENSOR = 7;

/** A NodeProto with one output and whole numbers ≥ 0 as attributes. */
export function onnxNode(
  operator: string,
  inputs: string[],
  output: string,
  attributes: Record<string, number> = {},
): Bytes[] {
  return [
    ...inputs.map((name) => bytesField(1, name)),
    bytesField(2, output),
    bytesField(4, operator),
    ...Object.entries(attributes).map(([name, value]) =>
      bytesField(5, [bytesField(1, name), intField(3, value), intField(20, INT)])
    ),
  ];
}

/** A TensorProto with one 32-bit float. */
export function onnxFloat(name: string, value: number): Bytes[] {
  return [intField(1, 1), intField(2, FLOAT_TENSOR), floatsField(4, [value]), bytesField(8, name)];
}

/** A TensorProto with one whole number ≥ 0. */
export function onnxInt(name: string, value: number): Bytes[] {
  return [intField(1, 1), intField(2, INT64_TENSOR), intsField(7, [value]), bytesField(8, name)];
}
