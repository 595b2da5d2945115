import { test } from "bun:test";
import { installation } from "../journeys/support/installation.ts";
const at = installation();
test("x", async () => {
  console.log(Object.keys(at().people));
  const { admin, customer } = at().people;
  console.log(await customer.get("/shop/v1/catalogue"));
  console.log((await customer.call("/shop/v1/orders", {method:"POST", headers:{"content-type":"application/json"}, bytes: new TextEncoder().encode('{"__proto__":{"country":"DE"},"country":"DE"}')})));
  console.log((await admin.get("/openapi/json")).status);
});
