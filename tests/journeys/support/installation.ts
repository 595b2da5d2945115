import { afterAll, beforeAll } from "bun:test";
import { type People, signInAll } from "#dev/client/people.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { freshPrefix } from "#dev/testing/servers.ts";

/** One node of a fresh installation, and everybody who has a part in it. */
export interface Installation {
  readonly prefix: string;
  readonly node: TestNode;
  readonly people: People;
}

export interface InstallationOptions {
  readonly roles?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts an installation nobody else uses. */
export async function startInstallation(options: InstallationOptions = {}): Promise<Installation> {
  const prefix = freshPrefix();
  const node = await startNode({ prefix, ...options });
  return { prefix, node, people: await signInAll(node.url, node.signIns) };
}

/** An installation for all tests of a file, there when the first one begins. */
export function installation(options?: InstallationOptions): () => Installation {
  let started: Installation | undefined;
  beforeAll(async () => {
    started = await startInstallation(options);
  }, 60_000);
  afterAll(() => started?.node.stop(), 30_000);
  return () => {
    if (!started) throw new Error("the installation has not been started");
    return started;
  };
}
