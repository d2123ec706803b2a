import { describe, expect, it } from 'vitest';
import { readTrace, servicesOf, statementOf } from './trace';

const jaeger = {
  traceID: '0af7651916cd43dd8448eb211c80319c',
  spans: [
    {
      traceID: '0af7651916cd43dd8448eb211c80319c',
      spanID: 'b7ad6b7169203331',
      operationName: 'POST /api/purchases',
      references: [],
      startTime: 1_700_000_000_000_000,
      duration: 84_000,
      tags: [
        { key: 'http.status_code', type: 'int64', value: 500 },
        { key: 'error', type: 'bool', value: true },
      ],
      logs: [
        {
          timestamp: 1_700_000_000_020_000,
          fields: [
            { key: 'event', type: 'string', value: 'exception' },
            { key: 'exception.message', type: 'string', value: 'timeout' },
          ],
        },
      ],
      processID: 'p1',
      warnings: null,
    },
    {
      spanID: '00f067aa0ba902b7',
      operationName: 'SELECT orders',
      references: [
        { refType: 'CHILD_OF', traceID: '0af7651916cd43dd8448eb211c80319c', spanID: 'b7ad6b7169203331' },
        { refType: 'FOLLOWS_FROM', traceID: 'other', spanID: '1' },
      ],
      startTime: 1_700_000_000_010_000,
      duration: 31_000,
      tags: [{ key: 'db.statement', type: 'string', value: 'SELECT * FROM orders' }],
      processID: 'p2',
    },
  ],
  processes: {
    p1: { serviceName: 'mall-api', tags: [] },
    p2: { serviceName: 'mysql', tags: [{ key: 'host.name', value: 'db1' }] },
  },
};

describe('readTrace', () => {
  const trace = readTrace(jaeger, '');
  const [root, query] = trace.spans;

  it('measures from the earliest start', () => {
    expect(trace.startMs).toBe(1_700_000_000_000);
    expect(trace.durationMs).toBe(84);
    expect(query?.startMs).toBe(10);
    expect(root?.selfMs).toBe(53);
  });

  it('knows failures, events, statements and links', () => {
    expect(root?.failed).toBe(true);
    expect(root?.tags[0]).toEqual({ key: 'http.status_code', value: '500' });
    expect(root?.events[0]).toEqual({
      atMs: 20,
      name: 'exception',
      fields: [{ key: 'exception.message', value: 'timeout' }],
    });
    expect(query === undefined ? null : statementOf(query)).toBe('SELECT * FROM orders');
    expect(query?.links).toEqual([{ traceId: 'other', spanId: '1' }]);
    expect(query?.parent).toBe(0);
  });

  it('counts services', () => {
    expect(servicesOf(trace)).toEqual([
      { name: 'mall-api', spans: 1, failed: 1 },
      { name: 'mysql', spans: 1, failed: 0 },
    ]);
  });

  it('says which field is wrong', () => {
    expect(() => readTrace({ traceID: 'x', spans: [{ spanID: 1 }] }, 'data[0]')).toThrow('data[0].spans[0].spanID');
  });

  it('reads an empty trace', () => {
    expect(readTrace({ traceID: 'x', spans: [] }, '').spans).toEqual([]);
  });
});
