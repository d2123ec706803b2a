import { describe, expect, it } from 'vitest';
import { indexedColor, levelColor, logLevelColor, seriesColor, withAlpha } from './palette';

describe('colours', () => {
  it('depend on the name alone', () => {
    expect(seriesColor('order-service')).toBe(seriesColor('order-service'));
    expect(seriesColor('order-service')).toMatch(/^var\(--mw-series-(10|[1-9])\)$/);
  });

  it('use the whole palette', () => {
    const used = new Set(Array.from({ length: 200 }, (_, index) => seriesColor(`service-${index}`)));
    expect(used.size).toBe(10);
  });

  it('go round', () => {
    expect(indexedColor(0)).toBe('var(--mw-series-1)');
    expect(indexedColor(10)).toBe('var(--mw-series-1)');
    expect(indexedColor(-1)).toBe('var(--mw-series-10)');
  });

  it('know the levels', () => {
    expect(levelColor('high')).toBe('var(--mw-high)');
    expect(levelColor('odd')).toBe('var(--mw-muted)');
    expect(logLevelColor('WARN')).toBe(logLevelColor('warning'));
    expect(logLevelColor('trace')).toBe('var(--mw-faint)');
  });

  it('fade hexadecimal colours only', () => {
    expect(withAlpha('#2F5BEA', 0.08)).toBe('#2F5BEA14');
    expect(withAlpha('red', 0.5)).toBe('red');
  });
});
