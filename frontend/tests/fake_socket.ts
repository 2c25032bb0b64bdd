/* WebSockets that tests open and fill. */
import { PyBirchRealtime } from "../src/realtime/client.ts";
import { makeLive } from "./support.ts";

export class FakeSocket {
  static all: FakeSocket[] = [];
  readyState = 0;
  sent: { ack?: string }[] = [];
  onopen: ((event: object) => unknown) | null = null;
  onmessage: ((event: { data: string }) => unknown) | null = null;
  onclose: ((event: { code: number; reason: string }) => unknown) | null = null;
  url: string;

  constructor(url: string) {
    this.url = url;
    FakeSocket.all.push(this);
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.({});
  }

  message(data: string): void {
    this.onmessage?.({ data });
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
  }
}

/** A realtime over fake sockets; `of(room)` are the sockets that it opened for a room. */
export function client() {
  FakeSocket.all = [];
  const { live, clock } = makeLive();
  const realtime = new PyBirchRealtime({ WebSocketClass: FakeSocket, live });
  const of = (room: string) => FakeSocket.all.filter((socket) => socket.url.startsWith(`${room}?`));
  return { realtime, clock, of };
}
