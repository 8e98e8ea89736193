import {
  type Bytes,
  bytesField,
  doublesField,
  floatField,
  floatsField,
  intField,
  intsField,
} from "./protobuf.ts";

/** Codes of ONNX for the element types of tensors. */
export const ONNX = { float: 1, int64: 7, string: 8, double: 11 };

/** Codes of AttributeProto.type. */
const [FLOAT, INT, STRING, FLOATS, INTS, STRINGS] = [1, 2, 3, 6, 7, 8];

/** A NodeProto with one output. */
export function onnxNode(
  operator: string,
  inputs: string[],
  output: string,
  attributes: Bytes[][] = [],
  domain = "",
): Bytes[] {
  return [
    ...inputs.map((name) => bytesField(1, name)),
    bytesField(2, output),
    bytesField(4, operator),
    ...attributes.map((attribute) => bytesField(5, attribute)),
    ...(domain === "" ? [] : [bytesField(7, domain)]),
  ];
}

/** Functions that encode an AttributeProto. Integers must be at least 0. */
export const onnxAttribute = {
  int: (name: string, value: number) => [
    bytesField(1, name),
    intField(3, value),
    intField(20, INT),
  ],
  float: (name: string, value: number) => [
    bytesField(1, name),
    floatField(2, value),
    intField(20, FLOAT),
  ],
  string: (name: string, value: string) => [
    bytesField(1, name),
    bytesField(4, value),
    intField(20, STRING),
  ],
  ints: (name: string, values: ArrayLike<number>) => [
    bytesField(1, name),
    intsField(8, values),
    intField(20, INTS),
  ],
  floats: (name: string, values: ArrayLike<number>) => [
    bytesField(1, name),
    floatsField(7, values),
    intField(20, FLOATS),
  ],
  /** Fast for few distinct strings: each is encoded once. */
  strings: (name: string, values: string[]) => {
    const fields = new Map([...new Set(values)].map((value) => [value, bytesField(9, value)]));
    return [
      bytesField(1, name),
      ...values.map((value) => fields.get(value)!),
      intField(20, STRINGS),
    ];
  },
};

/** A ValueInfoProto with any number of rows, and `width` columns if given. */
export function onnxTensor(name: string, elementType: number, width?: number): Bytes[] {
  const dimensions = [
    bytesField(1, bytesField(2, "rows")),
    ...(width === undefined ? [] : [bytesField(1, intField(1, width))]),
  ];
  const type = bytesField(1, [intField(1, elementType), bytesField(2, dimensions)]);
  return [bytesField(1, name), bytesField(2, type)];
}

/** A TensorProto of 32-bit floats. */
export function onnxFloats(name: string, values: number[]): Bytes[] {
  const type = intField(2, ONNX.float);
  return [intField(1, values.length), type, floatsField(4, values), bytesField(8, name)];
}

/** A TensorProto of 64-bit floats. */
export function onnxDoubles(name: string, values: ArrayLike<number>): Bytes[] {
  const type = intField(2, ONNX.double);
  return [intField(1, values.length), type, bytesField(8, name), doublesField(10, values)];
}

/** A TensorProto with one integer, at least 0. */
export function onnxInt(name: string, value: number): Bytes[] {
  return [intField(1, 1), intField(2, ONNX.int64), intsField(7, [value]), bytesField(8, name)];
}
