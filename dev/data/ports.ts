import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { freePort, isFree } from "#dev/process/free-port.ts";

/** Ports of the servers of one stack; the same at every start, as long as nobody else took them meanwhile. */
const Ports = z.object({ nats: z.int(), natsMonitor: z.int(), postgres: z.int(), s3: z.int() });
export type Ports = z.infer<typeof Ports>;

/** Reads them and replaces those that are taken. */
export async function loadPorts(file: string): Promise<Ports> {
  const last = existsSync(file) ? Ports.parse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
  const pick = async (port: number | undefined) => (port !== undefined && (await isFree(port)) ? port : freePort());
  const ports = {
    nats: await pick(last?.nats),
    natsMonitor: await pick(last?.natsMonitor),
    postgres: await pick(last?.postgres),
    s3: await pick(last?.s3),
  };
  writeFileSync(file, JSON.stringify(ports));
  return ports;
}
