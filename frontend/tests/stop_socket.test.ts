import assert from "node:assert/strict";
import { test } from "node:test";
import { stopBySocket, type Socket } from "../src/core/stop_socket.ts";

test("a stop goes out when the socket is open, and the socket closes later", () => {
  const done: string[] = [];
  const socket: Socket = { onopen: null, send: (text) => done.push(text), close: () => done.push("closed") };
  const timers: (() => void)[] = [];
  stopBySocket(
    "one",
    () => socket,
    (call) => timers.push(call),
  );
  assert.deepEqual(done, []);
  socket.onopen?.();
  assert.deepEqual(
    done.map((text) => JSON.parse(text) as unknown),
    [{ stop: true, request_id: "one" }],
  );
  timers.forEach((call) => call());
  assert.equal(done.at(-1), "closed");
});

test("a browser that makes no socket leaves the request alone", () => {
  stopBySocket("one", () => {
    throw new Error("blocked");
  });
});
