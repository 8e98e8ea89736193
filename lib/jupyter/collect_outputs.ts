import type { JupyterMessage } from "./jupyter_message.ts";
import type { MimeBundle, Output } from "./notebook.ts";

/** Collects the outputs of a notebook's cells. */
export interface OutputCollector {
  /** Adds the output of a message to the outputs of a cell. */
  add(outputs: Output[], message: JupyterMessage): void;
}

/**
 * Turns the kernel's messages into nbformat outputs: consecutive prints on one stream are merged,
 * an updated display changes in place, `clear_output` empties the cell.
 */
export function outputCollector(): OutputCollector {
  const displays = new Map<string, { data: MimeBundle; metadata: Record<string, unknown> }[]>();
  const waiting = new WeakSet<Output[]>(); // to be cleared at the next output

  return {
    add(outputs, { type, content }) {
      if (type === "clear_output") {
        if (content.wait) waiting.add(outputs);
        else outputs.length = 0;
        return;
      }
      const { data = {}, metadata = {}, transient } = content;
      const displayId: string | undefined = transient?.display_id;
      if (type === "update_display_data") {
        for (const shown of displays.get(displayId ?? "") ?? []) {
          Object.assign(shown, { data, metadata });
        }
        return;
      }
      const output = outputOf(type, content);
      if (output === null) return;
      if (waiting.delete(outputs)) outputs.length = 0;
      const last = outputs.at(-1);
      if (
        output.output_type === "stream" && last?.output_type === "stream" &&
        last.name === output.name
      ) {
        last.text += output.text;
        return;
      }
      outputs.push(output);
      if (displayId !== undefined && output.output_type === "display_data") {
        displays.set(displayId, [...displays.get(displayId) ?? [], output]);
      }
    },
  };
}

function outputOf(type: string, content: JupyterMessage["content"]): Output | null {
  const { data = {}, metadata = {} } = content;
  switch (type) {
    case "stream":
      return { output_type: "stream", name: content.name, text: content.text };
    case "display_data":
      return { output_type: "display_data", data, metadata };
    case "execute_result": {
      const { execution_count } = content;
      return { output_type: "execute_result", execution_count, data, metadata };
    }
    case "error": {
      const { ename, evalue, traceback } = content;
      return { output_type: "error", ename, evalue, traceback };
    }
    default:
      return null; // execute_input and comm messages have no output
  }
}
