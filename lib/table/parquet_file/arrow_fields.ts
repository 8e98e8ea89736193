/** What Arrow noted about a column, beyond what parquet knows. */
export interface ArrowField {
  /** The type's number in Arrow's `Schema.fbs`. */
  type: number;
  /** Time zone of a timestamp. */
  zone?: string | undefined;
  /** Name of an extension type, such as `pandas.period`. */
  extension?: string | undefined;
}

/** Numbers of types in `Schema.fbs`. */
const TIMESTAMP = 10;
export const DURATION = 18;

/**
 * The fields of the note `ARROW:schema`, by name: a Flatbuffers message in base64. Only the parts
 * needed are read, so that a field of an unknown type does not hide the others.
 *
 * @returns no fields if there is no note, or it is damaged: parquet's own schema is enough to read.
 */
export function arrowFields(note: string | undefined): Map<string, ArrowField> {
  const fields = new Map<string, ArrowField>();
  if (note === undefined) return fields;
  try {
    const bytes = Uint8Array.fromBase64(note);
    const view = new DataView(bytes.buffer);
    const start = view.getUint32(0, true) === 0xffffffff ? 8 : 4;
    const message = table(view, start + view.getUint32(start, true));
    const schema = message.table(2);
    for (const field of schema?.tables(1) ?? []) {
      const name = field.text(0), type = field.byte(2);
      const zone = type === TIMESTAMP ? field.table(3)?.text(1) : undefined;
      const extension = field.tables(6).find((pair) => pair.text(0) === "ARROW:extension:name")
        ?.text(1);
      if (name !== undefined) fields.set(name, { type, zone, extension });
    }
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
    fields.clear();
  }
  return fields;
}

interface FlatTable {
  byte(field: number): number;
  text(field: number): string | undefined;
  table(field: number): FlatTable | undefined;
  tables(field: number): FlatTable[];
}

/** A Flatbuffers table: its offset to a list of the offsets of its fields, 0 for an absent one. */
function table(view: DataView, at: number): FlatTable {
  const offsets = at - view.getInt32(at, true), size = view.getUint16(offsets, true);
  const place = (field: number) => {
    const entry = 4 + 2 * field;
    const offset = entry < size ? view.getUint16(offsets + entry, true) : 0;
    return offset === 0 ? undefined : at + offset;
  };
  const target = (from: number) => from + view.getUint32(from, true);
  return {
    byte: (field) => {
      const from = place(field);
      return from === undefined ? 0 : view.getUint8(from);
    },
    text: (field) => {
      const from = place(field);
      if (from === undefined) return undefined;
      const start = target(from), length = view.getUint32(start, true);
      return new TextDecoder("utf-8", { ignoreBOM: true }).decode(
        new Uint8Array(view.buffer, view.byteOffset + start + 4, length),
      );
    },
    table: (field) => {
      const from = place(field);
      return from === undefined ? undefined : table(view, target(from));
    },
    tables: (field) => {
      const from = place(field);
      if (from === undefined) return [];
      const start = target(from), length = view.getUint32(start, true);
      if (4 * length > view.byteLength) throw new RangeError(`a list of ${length} fields`);
      return Array.from({ length }, (_, i) => table(view, target(start + 4 + 4 * i)));
    },
  };
}
