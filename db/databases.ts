/** Bezel's databases: three read models of the business, the people who sign in, and every commit. */
export const databases = ["shop", "crm", "mes", "identity", "archive"] as const;
export type Database = (typeof databases)[number];
