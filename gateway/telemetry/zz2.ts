import { startTelemetry } from "./sdk.ts";
import { observeGauges } from "./metrics.ts";
import { withSpan } from "#actors/runtime/tracing.ts";
import { diag } from "@opentelemetry/api";
diag.setLogger({ verbose(){},debug(){},info(m,...a){console.log("INFO",m,...a)},warn(m,...a){console.log("WARN",m,...a)},error(m,...a){console.log("ERR",m,...a)} });
const t = startTelemetry({service:"bezel",release:"1",nodeId:"n1",otlpEndpoint:"http://127.0.0.1:9"});
let round=0;
observeGauges(t.meter,{ orders: ()=> { if(round===2) throw new Error("db down"); return round===0?[{value:5,labels:{status:"A",channel:"shop"}},{value:1,labels:{status:"B",channel:"shop"}}]:[{value:4,labels:{status:"A",channel:"shop"}}]}, sseClients: ()=>[{value:3,labels:{}}], actorsResident: ()=>new Promise(()=>{}) });
for(;round<4;round++){ const s=performance.now(); console.log(round, (await t.metricsText()).split("\n").filter(l=>l.startsWith("bezel")), performance.now()-s); }
await withSpan("x",{},async()=>1);
const s=performance.now();
await t.flush().catch(e=>console.log("flush", e));
console.log("flush ms", performance.now()-s);
await withSpan("x",{},async()=>1);
await t.stop(); console.log("stop ms", performance.now()-s);
const t2 = startTelemetry({service:"bezel",release:"1",nodeId:"n1",otlpEndpoint:"http://127.0.0.1:9"});
await t2.stop();
