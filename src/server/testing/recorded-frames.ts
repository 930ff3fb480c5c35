import type { AnyFrame } from "./test-client.ts";

/** What has gone both ways. */
export interface RecordedFrames {
  readonly sent: readonly AnyFrame[];
  readonly received: readonly AnyFrame[];
  /** For a client, in place of the global one. */
  readonly WebSocket: typeof WebSocket;
}

export function recordedFrames(): RecordedFrames {
  const sent: AnyFrame[] = [];
  const received: AnyFrame[] = [];
  return {
    sent,
    received,
    WebSocket: class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        this.addEventListener("message", ({ data }) => received.push(JSON.parse(String(data))));
      }

      override send(data: string): void {
        sent.push(JSON.parse(data));
        super.send(data);
      }
    },
  };
}
