import { expect, test } from "vitest";
import { crowd } from "./crowd.ts";

const FAR = "203.0.113.7";

test.each(["127.0.0.1", "::1", "10.1.2.3", "172.20.0.9", "192.168.1.1", "::ffff:10.1.2.3", "fd00::1"])(
  "a proxy at %s brings as many as there is room for",
  (address) => {
    const inside = crowd({ total: 5, perAddress: 2, exceptNear: true });
    for (let count = 0; count < 5; count += 1) {
      expect(inside.hasRoom(address)).toBe(true);
      inside.enter(address);
    }
    expect(inside.hasRoom(address)).toBe(false);
  },
);

test("an address of the world brings no more than its share, and leaves once", () => {
  const inside = crowd({ total: 5, perAddress: 2, exceptNear: true });
  const leave = [inside.enter(FAR), inside.enter(FAR)];
  expect(inside.hasRoom(FAR)).toBe(false);
  expect(inside.hasRoom("203.0.113.8")).toBe(true);
  leave[0]!();
  leave[0]!();
  expect({ size: inside.size, room: inside.hasRoom(FAR) }).toEqual({ size: 1, room: true });
});
