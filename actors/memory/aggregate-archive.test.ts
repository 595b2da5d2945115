import { aggregateArchiveConformance } from "../testing/archive-conformance.ts";
import { memoryAggregateArchive } from "./aggregate-archive.ts";

aggregateArchiveConformance("memory", async () => {
  const archive = memoryAggregateArchive();
  const damage = async (id: string) => {
    const bytes = archive.objects.get(id)?.bytes;
    if (bytes) bytes[20] = (bytes[20] ?? 0) ^ 1;
  };
  return { archive, damage };
});
