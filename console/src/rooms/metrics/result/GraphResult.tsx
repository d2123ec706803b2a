import { Button } from '@mantine/core';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useGoTo } from '@/app/HrefLink';
import { useTimeRange } from '@/app/timeRange';
import { useMarks } from '@/app/useMarks';
import { Heatmap } from '@/charts/Heatmap';
import { TimeSeries } from '@/charts/TimeSeries';
import { useWidth } from '@/charts/useSize';
import { formatDuration } from '@/lib/format';
import { traceHref } from '@/lib/links';
import { LabelChips } from '@/ui/Chips';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import type { PanelOptions } from '@/rooms/metrics/query/panels';
import { AnswerNotes, useCost } from './AnswerNotes';
import { boundUnit, onlyHistograms, toGrid } from './answers';
import { ExportMenu } from './ExportMenu';
import { rangeCells } from './csv';
import { QueryProblem } from './QueryProblem';
import styles from './result.module.css';
import { asBefore, commonLabels, seriesNames, toSeries } from './seriesNames';
import { ShownNote } from './ShownNote';
import { useUnit } from './useMetadata';
import { useRangeQuery } from './useRangeQuery';

type GraphResultProps = {
  /** The panel's letter: its requests are known by it. */
  panel: string;
  expression: string;
  options: PanelOptions;
  onOptions?: ((options: Partial<PanelOptions>) => void) | undefined;
  onProblem?: ((message: string | null) => void) | undefined;
  height?: number | undefined;
};

/** The answer as lines, or as a heatmap where it is histograms. */
export function GraphResult({ panel, expression, options, onOptions, onProblem, height = 280 }: GraphResultProps) {
  const { t } = useTranslation('metrics');
  const goTo = useGoTo();
  const range = useTimeRange();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const asked = useRangeQuery({ panel, expression, step: options.step }, range, width);
  const { query, compared, exemplars, exemplarUnit, step, fromMs, toMs } = asked;
  const marks = useMarks(fromMs, toMs);
  const { unit, told } = useUnit(expression);
  const answer = query.data?.data;
  const cost = useCost(query.data);
  const heatmap = options.view === 'heatmap';
  const drawn = useMemo(() => toSeries(answer ?? [], expression, options.shown), [answer, expression, options.shown]);
  const before = range.compareMs > 0 ? compared.data?.data : undefined;
  const compare = range.compare;
  const series = useMemo(() => {
    if (before === undefined || compare === null) return drawn.series;
    const older = toSeries(before, expression, options.shown).series;
    return [...drawn.series, ...asBefore(drawn.series, older, range.compareMs, t(`before.${compare}`))];
  }, [drawn, before, compare, expression, options.shown, range.compareMs, t]);
  const grid = useMemo(() => (heatmap ? toGrid(answer ?? []) : null), [answer, heatmap]);
  const common = useMemo(() => commonLabels((answer ?? []).map(({ metric }) => metric)), [answer]);
  const turnTo = (view: 'graph' | 'heatmap') =>
    onOptions !== undefined && (
      <Button variant="default" onClick={() => onOptions({ view })}>
        {t(`turnTo.${view}`)}
      </Button>
    );
  const empty =
    answer !== undefined &&
    (answer.length === 0 ? (
      <EmptyState>{t('noSeries')}</EmptyState>
    ) : heatmap && grid === null ? (
      <EmptyState action={turnTo('graph')}>{t('noBuckets')}</EmptyState>
    ) : !heatmap && onlyHistograms(answer) ? (
      <EmptyState action={turnTo('heatmap')}>{t('onlyHistograms')}</EmptyState>
    ) : null);
  return (
    <div ref={box}>
      <QueryProblem expression={expression} query={query} onProblem={onProblem}>
        <Panel
          className={styles.result}
          title={answer === undefined ? t('result') : t('seriesCount', { count: answer.length })}
          hint={[cost, t('step', { step: formatDuration(step) })].filter((part) => part !== '').join(' · ')}
          query={query}
          partial={query.data?.warnings.join('\n')}
          empty={empty}
          actions={
            answer !== undefined &&
            drawn.total > 0 && (
              <ExportMenu
                name={`query-${panel}`}
                cells={() => rangeCells(answer, seriesNames(answer.map(({ metric }) => metric), expression))}
              />
            )
          }
        >
          <AnswerNotes answer={query.data} />
          {Object.keys(common).length > 0 && (
            <div className={styles.common}>
              <LabelChips labels={common} />
            </div>
          )}
          {!heatmap && <ShownNote drawn={drawn} shown={options.shown} onShown={(shown) => onOptions?.({ shown })} />}
          {grid !== null ? (
            <Heatmap
              grid={grid}
              unit={boundUnit(expression, told)}
              from={fromMs}
              to={toMs}
              stepMs={step * 1000}
              height={height}
              label={expression}
              onZoom={range.zoom}
            />
          ) : (
            <TimeSeries
              series={series}
              unit={unit}
              height={height}
              from={fromMs}
              to={toMs}
              label={expression}
              legend
              style={options.style}
              log={options.log}
              annotations={marks}
              exemplars={exemplars}
              exemplarUnit={exemplarUnit}
              onExemplar={({ id }) => goTo(traceHref(id))}
              onZoom={range.zoom}
            />
          )}
        </Panel>
      </QueryProblem>
    </div>
  );
}
