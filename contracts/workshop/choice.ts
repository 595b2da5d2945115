import type { Candidate, PassedOver } from "./events.ts";
import { everySkill } from "./stages.ts";
import type { Job, Operator } from "./workshop.ts";

/** So many of the best candidates are written down with an assignment. */
export const candidatesMax = 20;

export const hasSkill = ({ skills }: Pick<Operator, "skills">, skill: string | undefined): boolean =>
  skill === undefined || skills.includes(everySkill) || skills.includes(skill);

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The order of candidates who have the skill: fewest open jobs, then fewest jobs of the shift, then who has waited
 * longest for one, then by id, so that the same facts always give the same choice.
 */
export const byFairness = (a: Candidate, b: Candidate): number =>
  a.open - b.open || a.given - b.given || byText(a.lastAt ?? "", b.lastAt ?? "") || byText(a.operator, b.operator);

/** Whom a stored assignment must have chosen. */
export const chosenAmong = (candidates: readonly Candidate[]): Candidate | undefined =>
  candidates.toSorted(byFairness)[0];

const candidateOf = ({ id, open, given, lastAt }: Operator): Candidate => ({
  ...{ operator: id, open, given },
  ...(lastAt === undefined ? {} : { lastAt }),
});

const isFull = ({ open, cap }: Operator): boolean => open >= cap;

/** Everybody a job could go to, best first, and why the others could not get it. */
export function candidatesFor(operators: readonly Operator[], { skill }: Pick<Job, "skill">) {
  const passedOver: PassedOver = { unskilled: 0, away: 0, full: 0 };
  const able = operators.filter((operator) => {
    const why = !hasSkill(operator, skill)
      ? "unskilled"
      : operator.shift !== "on"
        ? "away"
        : isFull(operator) && "full";
    if (why) passedOver[why] += 1;
    return !why;
  });
  return { candidates: able.map(candidateOf).sort(byFairness), passedOver };
}

/** Who could get a job of some kind now. */
export const isFree = (operator: Operator): boolean => operator.shift === "on" && !isFull(operator);

/** Waits in the queue, for anybody. */
export const isWaiting = ({ stage, claim, held }: Job): boolean => stage === "queue" && !claim && !held;

/** The order of the queue: higher priority, then the earlier promise, then the longer wait, then by id. */
export const byUrgency = (a: Job, b: Job): number =>
  b.priority - a.priority ||
  byText(a.promiseBy ?? "9", b.promiseBy ?? "9") ||
  byText(a.since, b.since) ||
  byText(a.orderId, b.orderId);
