/** The parts of the interface, in the order one meets them. */
export const tags = [
  { name: "Sign-in", description: "Tokens for people. Programs have API keys instead." },
  { name: "Catalogue", description: "What can be ordered." },
  { name: "Shop", description: "Private customers: start an order, upload a model, order, accept the price, follow." },
  { name: "Partner", description: "Companies' programs: upload a model, place an order in one step, follow." },
  {
    name: "CRM",
    description: "Sellers: all orders; approve, reject, hold, override a price, enter orders of companies.",
  },
  { name: "MES", description: "Operators: the queue, and the stages of production." },
  { name: "Carrier", description: "The carrier's programs report deliveries." },
  { name: "Administration", description: "People, accounts, API keys, the price book." },
  { name: "Operations", description: "Is it alive, can it work, what does it count, what does the log hold." },
  { name: "Reference", description: "This document." },
  { name: "Demonstration", description: "Served by demonstrations alone, never in production." },
] as const;
