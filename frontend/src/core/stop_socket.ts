/* The second way of a page's emergency stop: a room socket of its own.
 *
 * A browser sends at most six requests to a server at a time, so a stop that is pressed while six others wait for a database would
 * wait with them. Sockets are not counted among those. Both ways carry one identifier and make one stop. */

/** What this takes of a browser's WebSocket. */
export interface Socket {
  onopen: ((this: WebSocket, event: Event) => unknown) | null;
  send(text: string): void;
  close(): void;
}

const OPEN_FOR = 5000; // ms, so that the message is on its way when the socket closes

/** Send a stop on a socket that `open` makes. Silent when that fails: the request says what came of the stop. */
export function stopBySocket(
  request: string,
  open: () => Socket,
  later = (call: () => void, ms: number) => void setTimeout(call, ms),
): void {
  try {
    const socket = open();
    socket.onopen = () => socket.send(JSON.stringify({ stop: true, request_id: request }));
    later(() => socket.close(), OPEN_FOR);
  } catch {
    // The browser makes no socket here; the request goes on.
  }
}
