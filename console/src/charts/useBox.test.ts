import { expect, it } from 'vitest';
import { boxOf } from './useBox';

it('is the rectangle between two points, whichever comes first', () => {
  const box = { left: 10, right: 60, top: 20, bottom: 80 };
  expect(boxOf({ x: 10, y: 20 }, { x: 60, y: 80 }, 100, 100)).toEqual(box);
  expect(boxOf({ x: 60, y: 80 }, { x: 10, y: 20 }, 100, 100)).toEqual(box);
});

it('reaches over all of an axis that was hardly moved along', () => {
  expect(boxOf({ x: 10, y: 20 }, { x: 60, y: 25 }, 100, 90)).toEqual({ left: 10, right: 60, top: 0, bottom: 90 });
  expect(boxOf({ x: 10, y: 20 }, { x: 12, y: 70 }, 100, 90)).toEqual({ left: 0, right: 100, top: 20, bottom: 70 });
});

it('is nothing when it was a click', () => {
  expect(boxOf({ x: 10, y: 20 }, { x: 13, y: 22 }, 100, 90)).toBeNull();
});
