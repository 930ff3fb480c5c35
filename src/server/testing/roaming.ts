/** The `WebSocket` of a client whose connections go, one after the other, to the server that is named at the time. */
export function roaming(url: () => string): typeof WebSocket {
  return class extends WebSocket {
    constructor(_: string | URL, protocols?: string | string[]) {
      super(url(), protocols);
    }
  };
}
