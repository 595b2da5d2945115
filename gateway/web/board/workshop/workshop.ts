import { computed, signal } from "@preact/signals";
import type { WorkshopView } from "#contracts/api/workshop.ts";
import type { Shift } from "#contracts/workshop/parts.ts";
import { call } from "../orders/call.ts";
import { session } from "../sign-in/session.ts";

/** Who works here, and how much lies where; as of the last look. */
export const workshop = signal<WorkshopView | undefined>(undefined);

/** Looks again after this, ms: the browser asks with what it has, and is sent nothing when nothing has changed. */
const lookEveryMs = 15_000;
let looking: Promise<void> | undefined;

/** Looks at the workshop; who asks while one looks is told the same. What cannot be had now is had next time. */
export function readWorkshop(): Promise<void> {
  looking ??= call<WorkshopView>({ path: "/mes/v1/workshop" })
    .then((view) => {
      workshop.value = view;
    })
    .catch(() => {})
    .finally(() => {
      looking = undefined;
    });
  return looking;
}

/** Looks at the workshop until the signal aborts. */
export function watchWorkshop(leaving: AbortSignal): void {
  void readWorkshop();
  const timer = setInterval(() => {
    if (!document.hidden) void readWorkshop();
  }, lookEveryMs);
  leaving.addEventListener("abort", () => clearInterval(timer));
}

/** Myself, as the workshop knows me; undefined before my first shift. */
export const myself = computed(() => {
  const { value } = session;
  return value.state === "in" ? workshop.value?.operators.find(({ id }) => id === value.me.id) : undefined;
});

const names = computed(() => new Map(workshop.value?.operators.map(({ id, name }) => [id as string, name])));

/** What an operator is called. */
export function nameOf(id: string): string {
  const { value } = session;
  if (value.state === "in" && value.me.id === id) return `${value.me.name} (me)`;
  return names.value.get(id) ?? `operator ${id.slice(-4)}`;
}

/** Comes on shift, has a break, or leaves. Throws when that was refused. */
export async function changeShift(shift: Shift): Promise<void> {
  const headers = { "idempotency-key": `board-shift-${crypto.randomUUID()}` };
  await call({ path: "/mes/v1/workshop/shift", headers, body: { shift } });
  await readWorkshop();
}
