import { stat } from "node:fs/promises";
import { demoPriceBook } from "#actors/pricing/tariff/demo-book.ts";
import type { Examiner } from "#actors/pricing/workers/examiner.ts";
import { ExaminerPool } from "#actors/pricing/workers/pool.ts";
import { usualLimits } from "#actors/pricing/workers/process-pool.ts";
import { Unit } from "#contracts/pricing/unit.ts";
import { type Answer, answer, answerJson } from "#dev/price/answer.ts";
import type { Progress } from "#dev/price/file-chunks.ts";
import type { PriceChoice } from "#dev/price/prices.ts";
import { answerText } from "#dev/price/table.ts";
import { UserError } from "#dev/user-error.ts";
import { type Command, parseOptions, wholeNumber } from "./command.ts";

/** Whoever waits at a terminal wants a price; what a closer look has not found by then is left out. */
const lookedAtMsMax = 60_000;

const finishings = Object.keys(demoPriceBook.finishings);
const leadTimes = Object.keys(demoPriceBook.leadTimes ?? {});
const countries = Object.keys(demoPriceBook.taxPermilleByCountry);

const help = `Usage: ./bezel price FILE… [--json] [--unit UNIT] [--quantity N,…] [--finishing NAME] [--lead-time NAME]
                              [--country CC]

Reads model files (STL, OBJ, PLY, OFF, 3MF, GLB, STEP; told by their content) and
prints what they are, what is wrong with them, and what they cost by the
demonstration's price book. Needs no servers.

  --json            one JSON object a file and line; volume and area in the file's own unit, money in minor units
  --unit UNIT       of files that state none: ${Unit.options.join(", ")}; prices for the usual ones when not said
  --quantity N,…    pieces; several numbers for several prices (1)
  --finishing NAME  ${finishings.join(", ")} (polished)
  --lead-time NAME  ${leadTimes.join(", ")} (standard)
  --country CC      whose tax is added (DE)

Ends with 0 when every file was answered; a finding is an answer.`;

const options = {
  json: { type: "boolean" },
  unit: { type: "string" },
  quantity: { type: "string" },
  finishing: { type: "string" },
  "lead-time": { type: "string" },
  country: { type: "string" },
} as const;

export const price: Command = {
  help,
  async run(args) {
    const { values, positionals: files } = parseOptions({ args, allowPositionals: true, options });
    if (files.length === 0) throw new UserError("Name at least one model file; ./bezel price --help tells more.");
    const choice: PriceChoice = {
      unit: values.unit === undefined ? undefined : oneOf(Unit.options, values.unit, "--unit"),
      quantities: (values.quantity ?? "1").split(",").map((one) => wholeNumber(one, "--quantity", 1, 100_000)),
      leadTime: oneOf(leadTimes, values["lead-time"] ?? "standard", "--lead-time"),
      finishing: oneOf(finishings, values.finishing ?? "polished", "--finishing"),
      country: oneOf(countries, values.country ?? "DE", "--country"),
    };
    const show = values.json ? answerJson : answerText;
    const examiner = new ExaminerPool({ ...usualLimits, deadlineMs: lookedAtMsMax });
    let missed = 0;
    for (const file of files) {
      const answered = await answerOrComplain(file, choice, examiner);
      if (answered) console.log(show(answered));
      else missed++;
    }
    examiner.close();
    return missed > 0 ? 1 : 0;
  },
};

function oneOf<const Value extends string>(known: readonly Value[], value: string, option: string): Value {
  const found = known.find((one) => one === value);
  if (found !== undefined) return found;
  throw new UserError(`${option} must be one of ${known.join(", ")}, and is "${value}".`);
}

/** What cannot be read at all is said, and the other files are still answered. */
async function answerOrComplain(file: string, choice: PriceChoice, examiner: Examiner): Promise<Answer | undefined> {
  const complain = (why: string) => console.error(`bezel: ${file} ${why}.`);
  try {
    if (!(await stat(file)).isFile()) return void complain("is not a file");
    return await answer(file, choice, examiner, progressOf(file));
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === undefined) throw error;
    return void complain(code === "ENOENT" ? "does not exist" : `cannot be read (${code})`);
  }
}

/** Told to people who watch, twice a second. */
function progressOf(file: string): Progress {
  if (!process.stderr.isTTY) return () => {};
  let said = performance.now();
  return (bytes, ofBytes) => {
    const now = performance.now();
    if (now - said < 500) return;
    said = now;
    process.stderr.write(`\r\x1b[K${file}: ${Math.floor((100 * bytes) / ofBytes)} %\r`);
  };
}
