import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useDraft } from './useDraft';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('useDraft', () => {
  it('shows what is typed at once and hands over only the last of it', () => {
    const commit = vi.fn();
    const { result } = renderHook(() => useDraft('', commit, 200));
    act(() => result.current[1]('a'));
    act(() => result.current[1]('ab'));
    expect(result.current[0]).toBe('ab');
    expect(commit).not.toHaveBeenCalled();
    act(() => vi.advanceTimersByTime(200));
    expect(commit.mock.calls).toEqual([['ab']]);
  });

  it('follows the settled value, but not over what is being typed', () => {
    const { result, rerender } = renderHook(({ settled }) => useDraft(settled, () => undefined, 200), {
      initialProps: { settled: 'x' },
    });
    rerender({ settled: 'y' });
    expect(result.current[0]).toBe('y');
    act(() => result.current[1]('typing'));
    rerender({ settled: 'z' });
    expect(result.current[0]).toBe('typing');
  });
});
