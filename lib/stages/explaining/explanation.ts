import type { PartialDependence } from "../../forest/explaining/partial_dependence.ts";
import type { PermutationImportance } from "../../forest/explaining/permutation_importance.ts";
import type { TreeEnsemble } from "../../forest/tree_ensemble.ts";
import type { Explanation } from "../../forest/explaining/tree_shap.ts";
import type { ColumnTable } from "../../table/column_table.ts";
import type { ExplainedRows } from "./explained_rows.ts";

/** All results of the analysis, before reporting and drawing. Tables have the model's columns. */
export interface ModelExplanation {
  ensemble: TreeEnsemble;
  meanings: Record<string, string>;
  /** ISO names of the weeks that were explained. */
  weeks: string[];
  rows: number;
  positives: number;
  native: Float64Array;
  permutation: PermutationImportance & { sample: ExplainedRows; repeats: number };
  dependence: {
    sample: ExplainedRows;
    labels: Uint8Array;
    /** Deciles are empty for categorical features. */
    features: (PartialDependence & { deciles: number[] })[];
  };
  shap: Explanation & {
    sample: ExplainedRows;
    table: ColumnTable;
    labels: Uint8Array;
    /** The model's probability of each row, as it is published. */
    probability: Float64Array;
  };
}
