/**
 * The variable by which a client tells a kernel that it waits for output that comes late: then what
 * shows it need not.
 */
export const OUTPUT_IS_AWAITED = "SODAI_OUTPUT_IS_AWAITED";
