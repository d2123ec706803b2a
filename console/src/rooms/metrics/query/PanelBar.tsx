import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ToggleChip } from '@/ui/Chips';
import { parseStep, SHOWN, STYLES, VIEWS, writeStep, type LineStyle, type PanelOptions, type Shown, type View } from './panels';
import styles from './query.module.css';

type PanelBarProps = { options: PanelOptions; onOptions: (options: Partial<PanelOptions>) => void };

/** How one query's answer is shown. */
export function PanelBar({ options, onOptions }: PanelBarProps) {
  const { t } = useTranslation('metrics');
  const graph = options.view === 'graph';
  return (
    <div className={styles.bar}>
      <SegmentedControl
        aria-label={t('resultView')}
        value={options.view}
        onChange={(view) => onOptions({ view: view as View })}
        data={VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))}
      />
      {graph && (
        <SegmentedControl
          aria-label={t('lineStyle')}
          value={options.style}
          onChange={(style) => onOptions({ style: style as LineStyle })}
          data={STYLES.map((value) => ({ value, label: t(`style.${value}`) }))}
        />
      )}
      {graph && (
        <ToggleChip on={options.log} onToggle={() => onOptions({ log: !options.log })}>
          {t('logScale')}
        </ToggleChip>
      )}
      {graph && (
        <Select
          className={styles.shown ?? ''}
          aria-label={t('shownSeries')}
          value={String(options.shown)}
          onChange={(value) => onOptions({ shown: Number(value) as Shown })}
          data={SHOWN.map((one) => ({ value: String(one), label: one === 0 ? t('allSeries') : t('topSeries', { count: one }) }))}
          allowDeselect={false}
        />
      )}
      {(graph || options.view === 'heatmap') && <StepField step={options.step} onStep={(step) => onOptions({ step })} />}
    </div>
  );
}

/** The distance between points, such as `30s`; empty chooses it by range and width. */
function StepField({ step, onStep }: { step: number; onStep: (step: number) => void }) {
  const { t } = useTranslation('metrics');
  const settled = step === 0 ? '' : writeStep(step);
  const [text, setText] = useState(settled);
  const [seen, setSeen] = useState(settled);
  if (seen !== settled) {
    setSeen(settled);
    setText(settled);
  }
  const parsed = text.trim() === '' ? 0 : parseStep(text);
  const commit = (): void => {
    if (parsed !== null && parsed !== step) onStep(parsed);
  };
  return (
    <TextInput
      className={styles.step ?? ''}
      aria-label={t('stepField')}
      placeholder={t('stepAuto')}
      value={text}
      error={parsed === null}
      title={parsed === null ? t('stepWrong') : t('stepField')}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
      spellCheck={false}
    />
  );
}
