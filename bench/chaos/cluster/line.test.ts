import { expect, test } from "bun:test";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { eventually } from "#dev/testing/eventually.ts";
import { Line } from "./line.ts";

/** A server that answers every text with the same, a line to it, and clients that keep what they are answered. */
async function echo() {
  const heard: string[] = [];
  const server = createServer((socket) => {
    socket.on("data", (bytes) => {
      heard.push(String(bytes));
      socket.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const line = await Line.open((server.address() as AddressInfo).port);
  const client = (): { socket: Socket; answers: string[] } => {
    const socket = connect({ port: line.port, host: "127.0.0.1" });
    const answers: string[] = [];
    socket.on("data", (bytes) => answers.push(String(bytes)));
    return { socket, answers };
  };
  const stop = () => {
    line.close();
    server.close();
  };
  return { line, heard, client, stop };
}

test("what is sent up a held line arrives when it has healed, though its sender has gone", async () => {
  const { line, heard, client, stop } = await echo();
  const { socket, answers } = client();
  socket.write("before");
  await eventually(() => answers.includes("before"));
  line.hold("up");
  socket.write("meanwhile");
  socket.end();
  const { socket: later, answers: others } = client();
  later.write("opened meanwhile");
  await eventually(() => socket.writableFinished && !later.connecting);
  expect(heard).toEqual(["before"]);
  line.heal();
  await eventually(() => heard.length === 3 && others.length === 1);
  expect(heard.toSorted()).toEqual(["before", "meanwhile", "opened meanwhile"]);
  stop();
});

test("a line that is held one way goes on carrying the other", async () => {
  const { line, heard, client, stop } = await echo();
  const { socket, answers } = client();
  socket.write("before");
  await eventually(() => answers.length === 1);
  line.hold("down");
  socket.write("asked");
  await eventually(() => heard.includes("asked"));
  expect(answers).toEqual(["before"]);
  line.heal();
  await eventually(() => answers.includes("asked"));
  stop();
});
