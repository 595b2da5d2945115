import { Elysia, sse } from "elysia";
import { z } from "zod";
import { startTelemetry } from "./sdk.ts";
import { httpTelemetry } from "./http.ts";
import { requestMetrics } from "./metrics.ts";
import { createLog } from "./log.ts";
import { startCollector } from "#dev/testing/collector.ts";
import { currentTraceparent, withSpan } from "#actors/runtime/tracing.ts";
const c = startCollector();
const t = startTelemetry({service:"bezel",release:"1.2.3",nodeId:"n1",otlpEndpoint:c.endpoint});
const lines:string[]=[];
const log = createLog({level:"debug",release:"1.2.3",nodeId:"n1"},{write:(s)=>{lines.push(s)}});
const child = new Elysia({prefix:"/shop"}).post("/orders/:orderId/release", async ({body})=>{ await Bun.sleep(1); log.info("inside"); return withSpan("work",{a:1},async()=>({tp:currentTraceparent()})) }, {params: z.object({orderId:z.string()}), body: z.object({x:z.number()})});
const app = new Elysia().use(httpTelemetry({record:requestMetrics(t.meter),log}))
 .onRequest(({request,status})=>{ if(request.headers.get("x-limit")) return status(429,"no")})
 .use(child)
 .get("/static", "hello")
 .get("/raw", ()=>new Response("raw",{status:418}))
 .get("/boom", ()=>{ throw new TypeError("canary@example.com") })
 .get("/healthz", ()=>"ok")
 .get("/stream", async function*(){ yield sse({event:"a",data:{tp:currentTraceparent()??null}}); await Bun.sleep(300); yield sse({event:"b",data:{tp:currentTraceparent()??null}}); await Bun.sleep(10); yield sse({data:{tp: currentTraceparent()??null}}) })
 .listen({port:0,hostname:"127.0.0.1"});
const call = async (viaPort:boolean, path:string, init?:RequestInit) => {
  const url = (viaPort? `http://127.0.0.1:${app.server!.port}`:"http://localhost")+path;
  const r = viaPort ? await fetch(url,init) : await app.handle(new Request(url,init));
  console.log(viaPort, init?.method??"GET", path, r.status, r.headers.get("x-trace-id"), (await r.text()).slice(0,400));
};
for (const via of [false,true]) {
  await call(via,"/shop/orders/ord_2511abcdefghijklmnop/release",{method:"POST",body:JSON.stringify({x:1}),headers:{"content-type":"application/json",traceparent:"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}});
  await call(via,"/shop/orders/ord_2511abcdefghijklmnop/release",{method:"POST",body:JSON.stringify({x:"s"}),headers:{"content-type":"application/json"}});
  await call(via,"/shop/orders/a@b.c/release",{method:"POST",body:"{",headers:{"content-type":"application/json"}});
  await call(via,"/static");await call(via,"/static",{method:"HEAD"}); await call(via,"/raw"); await call(via,"/boom"); await call(via,"/nope"); await call(via,"/static",{headers:{"x-limit":"1"}}); await call(via,"/stream"); await call(via,"/healthz");
  await call(via, "/static",{method:"PUT"});
}
await t.flush();
for (const s of c.spans()) console.log(s.name, s.kind, s.traceId.slice(0,6), s.parentSpanId, JSON.stringify(s.attributes), s.status.code);
console.log(lines.join(""));
console.log((await t.metricsText()).split("\n").filter(l=>!/_bucket/.test(l)).join("\n"));
await t.stop(); await c.stop(); await app.stop(true);
