/** Schema versions of today. Apart from the schemas, because pages read histories and load no zod. */
export const productionVersions = {
  WorkPaused: 1,
  WorkContinued: 1,
  ManufacturingReturned: 1,
  ManufacturingHandedOver: 1,
  ReworkStarted: 1,
  OrderScrapped: 1,
  StageUndone: 1,
  PromiseAtRisk: 1,
  PromiseSafe: 1,
  PromiseEscalated: 1,
  PromiseMissed: 1,
} as const;
