import { expect, test } from 'vitest';
import { interpolate, timeWords, type Chosen } from './interpolate';
import { resolveVariables, usedVariables } from './resolve';
import { ALL, chosen, filtered, listed, readVariable, sorted } from './variable';
import { readQuery } from './variableQuery';

const options = (...values: string[]) => values.map((value) => ({ text: value, value }));

function variable(json: Record<string, unknown>, values: string[], offered: string[] = values): [string, Chosen] {
  const read = readVariable({ type: 'query', ...json });
  return [read.name, { variable: read, options: options(...offered), values }];
}

const scope = (...variables: [string, Chosen][]) => ({ variables: new Map(variables), words: { __interval: '30s', __from: '1700000000000' } });

test('a variable of one value stands as it is, several become alternatives, escaped for PromQL', () => {
  expect(interpolate('up{job="$job"}', scope(variable({ name: 'job' }, ['a.b'])))).toBe('up{job="a.b"}');
  const several = scope(variable({ name: 'job', multi: true }, ['a.b', 'c']));
  expect(interpolate('up{job=~"$job"}', several)).toBe('up{job=~"(a\\\\.b|c)"}');
  expect(interpolate('${job} [[job]] $other ${job:csv} ${job:pipe}', several, 'text')).toBe('a.b + c a.b + c $other a.b,c a.b|c');
});

test('all is what is offered, or what the variable says it is', () => {
  expect(interpolate('$job', scope(variable({ name: 'job', multi: true, includeAll: true }, [ALL], ['a', 'b'])))).toBe('(a|b)');
  expect(interpolate('$job', scope(variable({ name: 'job', includeAll: true, allValue: '.*' }, [ALL], ['a', 'b'])))).toBe('.*');
  expect(interpolate('$job', scope(variable({ name: 'job', includeAll: true }, [ALL], ['a'])), 'text')).toBe('All');
});

test.each([
  ['${v:regex}', '(a\\/b|c)'],
  ['${v:glob}', '{a/b,c}'],
  ['${v:json}', '["a/b","c"]'],
  ['${v:singlequote}', "'a/b','c'"],
  ['${v:doublequote}', '"a/b","c"'],
  ['${v:sqlstring}', "'a/b','c'"],
  ['${v:lucene}', '("a/b" OR "c")'],
  ['${v:percentencode}', 'a%2Fb%2Cc'],
  ['${v:queryparam}', 'var-v=a%2Fb&var-v=c'],
  ['${v:text}', 'a/b + c'],
])('%s is written as its format says', (written, wanted) => {
  expect(interpolate(written, scope(variable({ name: 'v', multi: true }, ['a/b', 'c'])))).toBe(wanted);
});

test("Grafana's own words stand for the panel's step and range", () => {
  expect(interpolate('rate(x[$__interval]) ${__from:date:seconds} ${__from:date} $__from', scope())).toBe('rate(x[30s]) 1700000000 2023-11-14T22:13:20.000Z 1700000000000');
  expect(timeWords(0, 3_600_000, 15)).toMatchObject({ __rate_interval: '60s', __range: '3600s', __range_ms: '3600000' });
  expect(timeWords(0, 3_600_000, 120)).toMatchObject({ __rate_interval: '135s' });
});

test('lists may name their values, and hold commas', () => {
  expect(listed('a, Word : b ,c\\,d')).toEqual([
    { text: 'a', value: 'a' },
    { text: 'Word', value: 'b' },
    { text: 'c,d', value: 'c,d' },
  ]);
});

test('a regex keeps what matches and takes its group', () => {
  expect(filtered(options('a:1', 'b:2', 'x'), '/(.*):/')).toEqual(options('a', 'b'));
  expect(filtered(options('n=1 v=2'), '/n=(?<text>\\d) v=(?<value>\\d)/')).toEqual([{ text: '1', value: '2' }]);
  expect(filtered(options('ab', 'b'), '/^a/')).toEqual(options('ab'));
});

test('options are sorted as the variable says, each once', () => {
  expect(sorted(options('b', 'a', 'b'), 1)).toEqual(options('a', 'b'));
  expect(sorted(options('n2', 'n10', 'n1'), 3)).toEqual(options('n1', 'n2', 'n10'));
  expect(sorted(options('a', 'b'), 2)).toEqual(options('b', 'a'));
});

test('what the URL asks for counts as far as it is offered', () => {
  const one = readVariable({ name: 'v', current: { value: 'b' } });
  expect(chosen(one, options('a', 'b'), ['c'])).toEqual(['b']);
  expect(chosen(one, options('a', 'b'), ['a'])).toEqual(['a']);
  expect(chosen(one, options('x'), [])).toEqual(['x']);
  const all = readVariable({ name: 'v', includeAll: true, multi: true });
  expect(chosen(all, options('a', 'b'), [])).toEqual([ALL]);
  expect(chosen(all, options('a', 'b'), ['All'])).toEqual([ALL]);
});

test.each([
  ['label_values(job)', { kind: 'labelValues', selector: '', label: 'job' }],
  ['label_values(up{a="b", c=~"d,e"}, instance)', { kind: 'labelValues', selector: 'up{a="b", c=~"d,e"}', label: 'instance' }],
  ['label_names()', { kind: 'labelNames' }],
  ['metrics(node_.*)', { kind: 'metrics', pattern: 'node_.*' }],
  ['query_result(count by (job) (up))', { kind: 'queryResult', expr: 'count by (job) (up)' }],
])('%s is read', (written, wanted) => {
  expect(readQuery(written)).toEqual(wanted);
});

test('a variable stands in the query of the next; one that cannot be asked says why and stops nothing', async () => {
  const asked: unknown[] = [];
  const resolved = await resolveVariables(
    [
      readVariable({ name: 'job', type: 'query', query: 'label_values(up, job)' }),
      readVariable({ name: 'bad', type: 'query', query: 'label_values(bad, x)' }),
      readVariable({ name: 'host', type: 'query', query: { query: 'label_values(up{job="$job"}, instance)' } }),
      readVariable({ name: 'step', type: 'interval', query: '1m,5m' }),
    ],
    () => [],
    { fromMs: 0, toMs: 1 },
    undefined,
    (query) => {
      asked.push(query);
      if (query.kind === 'labelValues' && query.selector === 'bad') throw new Error('no');
      return Promise.resolve(options('first', 'second'));
    },
  );
  expect(asked[2]).toEqual({ kind: 'labelValues', selector: 'up{job="first"}', label: 'instance' });
  expect(resolved.variables.get('step')?.values).toEqual(['1m']);
  expect([...resolved.problems.keys()]).toEqual(['bad']);
  expect(usedVariables(['x{host="$host"}'], resolved.variables)).toEqual(['host', 'job']);
});
