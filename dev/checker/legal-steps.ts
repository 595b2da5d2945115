import type { LegalSteps } from "./history.ts";

/** Which status may follow which in these orders' lives. Written down here once more, because the code may be wrong. */
export const legalSteps: LegalSteps = {
  "": ["INITIATED"],
  INITIATED: ["FILE_UPLOADED", "SUBMITTED"],
  FILE_UPLOADED: ["SUBMITTED"],
  SUBMITTED: ["PRICE_CALCULATED"],
  PRICE_CALCULATED: ["MANUFACTURING_APPROVED"],
  MANUFACTURING_APPROVED: ["MANUFACTURING_STARTED"],
  MANUFACTURING_STARTED: ["MANUFACTURING_COMPLETED"],
  MANUFACTURING_COMPLETED: ["PACKAGING"],
  PACKAGING: ["SHIPPED"],
  SHIPPED: ["CLOSED"],
};
