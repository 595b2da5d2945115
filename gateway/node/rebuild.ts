import { type ReadModelName, readModels, rebuild } from "#db/rebuild.ts";
import { ConfigError, readConfig } from "./config.ts";
import { openServers } from "./servers.ts";

const isReadModel = (name: string): name is ReadModelName => name in readModels;

/** Throws a database's rows away and makes them again from the log; nodes may go on running. */
async function main(name = ""): Promise<void> {
  if (!isReadModel(name)) throw new ConfigError(`name one of ${Object.keys(readModels).join(", ")} to rebuild`);
  const servers = await openServers(readConfig({ BEZEL_NODE_ID: "rebuild", ...process.env }), "rebuild");
  const started = performance.now();
  await rebuild(name, { pool: servers.pools[name], reader: servers.reader });
  console.log(`${name} rebuilt from the log in ${Math.round(performance.now() - started)} ms`);
  await servers.close();
}

main(process.argv[2]).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(1);
  },
);
