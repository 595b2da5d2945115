/** The queue hears this often that a job goes on, ms. */
const sayWorkingEveryMs = 5_000;

/** Tells the queue that the job goes on for as long as work does that is certain to end. */
export async function whileWorking<T>(stillWorking: () => void, work: Promise<T>): Promise<T> {
  const beat = setInterval(stillWorking, sayWorkingEveryMs);
  return work.finally(() => clearInterval(beat));
}
