import { type Row, rounded } from "../result.ts";
import type { CommandCost } from "./command-cost.ts";

const blank: Row = {
  what: "",
  "node CPU us/command": "",
  "without idling": "",
  "nats CPU us/command": "",
  "command p50 ms": "",
  "keys moved": "",
  "1/n": "",
  "cold read p50 ms": "",
  "cold read p99 ms": "",
  "warm read p50 ms": "",
  "filled at commits/s": "",
  "nats RSS MB": "",
  "disk MB": "",
};

/** A row of this bench's one table; shown at once, because the whole takes minutes. */
export function row(what: string, columns: Row): Row {
  console.log(what, JSON.stringify(columns));
  return { ...blank, what, ...columns };
}

export const costColumns = ({ nodesUs, nodesAboveIdleUs, natsUs, p50 }: CommandCost): Row => ({
  "node CPU us/command": Math.round(nodesUs),
  "without idling": Math.round(nodesAboveIdleUs),
  "nats CPU us/command": Math.round(natsUs),
  "command p50 ms": rounded(p50),
});
