import { expect, it } from 'vitest';
import { connectText, WAYS } from './connect';

it('names the server that the console came from', () => {
  for (const way of WAYS.filter((one) => one !== 'file')) {
    expect([way, connectText(way, 'http://watch.mall:7600')]).toEqual([way, expect.stringContaining('watch.mall')]);
  }
  expect(connectText('fluentbit', 'https://watch.mall')).toMatch(/Port {2}443[\s\S]*tls {3}On/);
  expect(connectText('fluentbit', 'http://watch.mall')).toMatch(/Port {2}80\n/);
});

it('is lines of files to follow for the server itself', () => {
  expect(connectText('file', 'http://x')).toContain('paths:');
});
