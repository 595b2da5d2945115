import type { WorkshopJob, WorkshopView } from "#contracts/api/workshop.ts";
import { numberOf } from "../orders/item.ts";
import { show } from "../views/place.ts";
import { dayAndTime, span } from "../words.ts";
import { nameOf, workshop } from "./workshop.ts";

const stageWords = { queue: "Waiting", making: "In work", made: "Made", packing: "Packing" } as const;
const shiftWords = { on: "at work", break: "on a break", off: "off" } as const;

function Operators({ operators }: Pick<WorkshopView, "operators">) {
  return (
    <table class="operators">
      <caption>Who has how much</caption>
      <thead>
        <tr>
          <th scope="col">Operator</th>
          <th scope="col">Shift</th>
          <th scope="col">In hand</th>
          <th scope="col">This shift</th>
        </tr>
      </thead>
      <tbody>
        {operators.map(({ id, shift, open, cap, given, skills }) => (
          <tr key={id}>
            <th scope="row">
              {nameOf(id)} <small>{skills.includes("*") ? "every skill" : skills.join(", ")}</small>
            </th>
            <td>{shiftWords[shift]}</td>
            <td>
              <meter min={0} max={cap} value={open} high={cap - 0.5} aria-label={`${open} of ${cap}`} /> {open} of {cap}
            </td>
            <td>{given}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Stages({ byStage, expectedMs }: Pick<WorkshopView, "byStage" | "expectedMs">) {
  return (
    <dl class="stages">
      {(Object.keys(stageWords) as (keyof typeof stageWords)[]).map((stage) => (
        <div key={stage}>
          <dt>{stageWords[stage]}</dt>
          <dd>
            <b>{byStage[stage]}</b> <small>usually {span(expectedMs[stage])}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** An order one can go to. */
function Job({ job, words }: { readonly job: WorkshopJob; readonly words: string }) {
  return (
    <li>
      <button type="button" class="plain" onClick={() => show(job.orderId)}>
        <b class="number">{numberOf(job.orderId)}</b> {words}
      </button>
    </li>
  );
}

const riskWords = ({ promiseBy, projected, operator }: WorkshopJob): string => {
  const who = operator ? `, ${nameOf(operator)}` : "";
  return `promised ${dayAndTime(promiseBy ?? projected)}, looks like ${dayAndTime(projected)}${who}`;
};

/** The workshop at a glance: load, what has waited longest, what is at risk. */
export function OverviewView() {
  const { value } = workshop;
  if (!value) return <p class="empty">The workshop cannot be shown at the moment.</p>;
  const { oldest, atRisk } = value;
  return (
    <>
      <Stages {...value} />
      <Operators {...value} />
      <section aria-labelledby="oldest-title">
        <h3 id="oldest-title">Waiting longest</h3>
        {oldest ? (
          <ul>
            <Job job={oldest} words={`since ${dayAndTime(oldest.since)}`} />
          </ul>
        ) : (
          <p class="empty">Nothing waits.</p>
        )}
      </section>
      <section aria-labelledby="risk-title">
        <h3 id="risk-title">
          At risk <span class="count">{atRisk.length}</span>
        </h3>
        <ul>
          {atRisk.map((job) => (
            <Job key={job.orderId} job={job} words={riskWords(job)} />
          ))}
        </ul>
      </section>
    </>
  );
}
