import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  formatUnit,
  formatYuan,
  unitOf,
} from './format';

const plain = (text: string): string => text.replace(/\u00a0/g, ' ');

describe('formatNumber', () => {
  it.each([
    [0, '0', '0'],
    [3204, '3,204', '3,204'],
    [41201, '4.12万', '41.2K'],
    [1284000, '128.4万', '1.28M'],
    [987654321, '9.88亿', '987.7M'],
    [98.765, '98.77', '98.77'],
    [0.01234, '0.0123', '0.0123'],
    [0.00000004, '4.00e-8', '4.00e-8'],
    [-5118, '-5,118', '-5,118'],
    [Infinity, '+Inf', '+Inf'],
  ])('writes %d for both languages', (value, zh, en) => {
    expect(formatNumber(value, 'zh-CN')).toBe(zh);
    expect(formatNumber(value, 'en')).toBe(en);
  });

  it('says nothing is there rather than zero', () => {
    expect(formatNumber(null, 'en')).toBe('–');
    expect(formatNumber(NaN, 'en')).toBe('–');
  });

  it('never shows more than four significant digits', () => {
    for (let value = 1.23456789e-3; value < 1e14; value *= 3.7) {
      for (const locale of ['zh-CN', 'en'] as const) {
        const digits = formatNumber(value, locale)
          .replace(/e.*$/, '')
          .replace(/[^\d.]/g, '')
          .replace(/^0\.0*/, '');
        expect(digits.replace('.', '').length).toBeLessThanOrEqual(4);
      }
    }
  });
});

describe('the other figures', () => {
  it('writes money by locale', () => {
    expect(formatYuan(1284000.5, 'zh-CN')).toBe('¥128.4万');
    expect(formatYuan(1284000.5, 'en')).toBe('¥1.28M');
    expect(formatYuan(-8412, 'zh-CN')).toBe('-¥8,412');
    expect(formatYuan(null, 'en')).toBe('–');
  });

  it('writes whole counts with every digit', () => {
    expect(formatCount(41201)).toBe('41,201');
  });

  it('writes percentages with one decimal', () => {
    expect(plain(formatPercent(0.987))).toBe('98.7 %');
    expect(plain(formatPercent(1))).toBe('100.0 %');
    expect(plain(formatPercent(123))).toBe('12,300 %');
  });

  it.each([
    [0, '0 s'],
    [0.0000000021, '2.1 ns'],
    [0.000412, '412 µs'],
    [0.038, '38 ms'],
    [0.9996, '1 s'],
    [1.24, '1.24 s'],
    [59.97, '1 min'],
    [125, '2 min 5 s'],
    [11520, '3 h 12 min'],
    [187200, '2 d 4 h'],
    [-2, '-2 s'],
  ])('writes %d seconds', (value, expected) => {
    expect(plain(formatDuration(value))).toBe(expected);
  });

  it('writes bytes in powers of 1024', () => {
    expect(plain(formatBytes(1536 * 1024 * 1024))).toBe('1.5 GiB');
    expect(plain(formatBytes(12))).toBe('12 B');
  });

  it('writes a value as its unit asks', () => {
    expect(plain(formatUnit(0.5, 'ratio', 'en'))).toBe('50.0 %');
    expect(plain(formatUnit(50, 'percent', 'en'))).toBe('50.0 %');
    expect(plain(formatUnit(38, 'millis', 'en'))).toBe('38 ms');
    expect(formatUnit(12.5, 'rate', 'en')).toBe('12.5/s');
    expect(formatUnit(7, 'anything', 'en')).toBe('7');
  });
});

describe('unitOf', () => {
  it.each([
    ['histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))', 'seconds'],
    ['sum(rate(a_success_total[5m])) / sum(rate(a_attempts_total[5m]))', 'ratio'],
    ['jvm_memory_used_bytes', 'bytes'],
    ['rate(http_requests_total[5m])', 'rate'],
    ['up', 'count'],
    ['process_start_time_seconds', 'seconds'],
    ['user_upgrade_success_rate', 'ratio'],
    ['rate(x_seconds_sum[5m]) / rate(x_seconds_count[5m])', 'seconds'],
    ['rate(x_seconds_count[5m])', 'rate'],
    ['count(x_seconds)', 'count'],
    ['histogram_quantile(0.9, sum by (le) (rate(x_milliseconds_bucket[5m])))', 'millis'],
    ['rate(received_bytes_total[5m])', 'bytesRate'],
    ['received_bytes_total', 'bytes'],
  ])('guesses the unit of %s', (expression, unit) => {
    expect(unitOf(expression)).toBe(unit);
  });

  it('believes the metadata where the name says nothing', () => {
    expect(unitOf('latency', 'seconds')).toBe('seconds');
    expect(unitOf('count(latency)', 'seconds')).toBe('count');
    expect(unitOf('rate(latency_total[5m])', 'seconds')).toBe('rate');
    expect(unitOf('latency', 'parsecs')).toBe('count');
  });
});
