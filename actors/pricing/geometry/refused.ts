import { type Finding, type FindingCode, finding } from "#contracts/pricing/finding.ts";

/** Ends the reading of a file from wherever something in it rules it out; its reader answers the finding. */
export class Refused extends Error {
  override readonly name = "Refused";

  constructor(readonly finding: Finding) {
    super(finding.message);
  }
}

export const refused = (code: FindingCode, message: string): Refused => new Refused(finding(code, message));
