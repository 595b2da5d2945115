import { apiClient, expectOk } from "#dev/client/api.ts";
import { freePort } from "#dev/process/free-port.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { freshPrefix } from "#dev/testing/servers.ts";

const env = { LOG_LEVEL: "warn" };
/** Beside the heir's 1: nearly every order is the victim's as long as it is there. */
const victimEnv = { ...env, BEZEL_CAPACITY: "200" };

export interface Cluster {
  readonly prefix: string;
  /** Serves people and programs, hosts no orders, and stays. */
  readonly gateway: TestNode;
  /** Hosts the orders, serves too, and meets the faults. */
  readonly victim: () => TestNode;
  /** Takes the orders over. */
  readonly heir: TestNode;
  readonly isVictimRunning: () => boolean;
  readonly restartVictim: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Starts three nodes of one installation. */
export async function startCluster(): Promise<Cluster> {
  const prefix = freshPrefix();
  const port = await freePort();
  const startVictim = () => startNode({ prefix, number: 2, roles: "gateway,orders", port, env: victimEnv });
  const heir = await startNode({ prefix, number: 3, roles: "gateway,orders", env });
  let victim = await startVictim();
  const gateway = await startNode({ prefix, number: 1, roles: "gateway", env });
  return {
    prefix,
    gateway,
    heir,
    victim: () => victim,
    isVictimRunning: () => isRunning(victim.pid),
    restartVictim: async () => {
      await victim.stop(); // Removes what it left behind.
      victim = await startVictim();
    },
    stop: async () => {
      await Promise.all([gateway.stop(), heir.stop(), victim.stop()]);
    },
  };
}

export interface Principal {
  readonly id: string;
  readonly credential: string;
}

/** The company that places the orders, and the seller who holds and resumes them. */
export async function principalsOf({ url, signIns }: TestNode): Promise<Record<"partner" | "seller", Principal>> {
  const named = (who: string) => signIns.find((signIn) => signIn.who === who) ?? { user: "", secret: "" };
  const [partner, seller] = [named("Demo partner"), named("Demo seller")];
  const session = await apiClient(url).post("/auth/v1/sign-in", { email: seller.user, password: seller.secret });
  const { id, token } = expectOk(session);
  return { partner: { id: partner.user, credential: partner.secret }, seller: { id, credential: token } };
}
