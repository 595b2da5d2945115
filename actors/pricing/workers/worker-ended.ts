/** Why a worker did not finish: past its deadline, past its memory, or ended by something else. */
export type Reason = "late" | "memory" | "gone";

/** A worker process ended before its answer. What is gone may be tried again; the others would end the same. */
export class WorkerEnded extends Error {
  override readonly name = "WorkerEnded";

  constructor(
    readonly reason: Reason,
    message: string,
  ) {
    super(message);
  }
}
