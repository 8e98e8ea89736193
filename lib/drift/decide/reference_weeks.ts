/** The model's last weeks that the newest one is compared with: measured with four. */
export const REFERENCE_WEEKS = 4;
