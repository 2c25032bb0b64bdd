/* A browser's WebSocket as the carrier of a room's link. */
import type { Link, Transport } from "../core/link.ts";

/** What this uses of a WebSocket. */
export interface PlainSocket {
  readyState: number;
  onopen: ((event: never) => unknown) | null;
  onmessage: ((event: never) => unknown) | null;
  onclose: ((event: never) => unknown) | null;
  send(text: string): void;
  close(): void;
}
export type SocketClass = new (url: string) => PlainSocket;

const OPEN = 1;

export class RoomSocket implements Transport {
  /** The link that is told what happens. */
  link: Link | null = null;
  private readonly socketClass: SocketClass;
  private socket: PlainSocket | null = null;

  constructor(socketClass: SocketClass) {
    this.socketClass = socketClass;
  }

  open(url: string): void {
    this.close();
    const socket = new this.socketClass(url);
    this.socket = socket;
    const current = () => (this.socket === socket ? this.link : null);
    socket.onopen = () => current()?.opened();
    socket.onmessage = ({ data }: MessageEvent<string>) => current()?.received(data);
    socket.onclose = ({ code, reason }: CloseEvent) => current()?.closed(code, reason);
  }

  send(text: string): void {
    if (this.socket?.readyState === OPEN) this.socket.send(text);
  }

  close(): void {
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }
}
