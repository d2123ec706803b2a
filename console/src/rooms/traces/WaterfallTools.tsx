import { ActionIcon, Select, TextInput, Tooltip } from '@mantine/core';
import { IconZoomReset } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useDraft } from '@/lib/useDraft';
import { ToggleChip } from '@/ui/Chips';
import { toLevels, type Folding } from './folding';
import type { Trace } from './trace';
import styles from './waterfall.module.css';
import { WHOLE, type Step, type View } from './waterfall';

type WaterfallToolsProps = {
  trace: Trace;
  /** How many spans hold what is looked for; null when nothing is. */
  hits: number | null;
  folding: Folding;
  find: string;
  critical: boolean;
  view: View;
  onChange: (step: Step) => void;
  onFind: (text: string) => void;
  onCritical: (on: boolean) => void;
  /** Enter in the box: go to the first span found. */
  onFound: () => void;
};

const MOST_LEVELS = 9;

/** Find, how deep to open, the critical path alone, and the whole time again. */
export function WaterfallTools(props: WaterfallToolsProps) {
  const { trace, hits, folding, critical, view, onChange } = props;
  const { t } = useTranslation('traces');
  const [find, typeFind] = useDraft(props.find, props.onFind);
  const depth = trace.spans.reduce((most, span) => Math.max(most, span.depth + 1), 0);
  const counts = Array.from({ length: Math.min(MOST_LEVELS, depth - 1) }, (_, at) => at + 1);
  const levels = folding.levels !== null && !counts.includes(folding.levels) ? [...counts, folding.levels] : counts;
  return (
    <div className={styles.tools}>
      <TextInput
        data-search
        className={styles.find}
        aria-label={t('find')}
        placeholder={t('findPlaceholder')}
        value={find}
        onChange={(event) => typeFind(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && hits !== null && hits > 0) props.onFound();
        }}
        spellCheck={false}
      />
      <span className="mw-muted" aria-live="polite">
        {hits === null ? '' : t('matches', { count: hits })}
      </span>
      <span className="mw-grow" />
      <ToggleChip on={critical} onToggle={() => props.onCritical(!critical)}>
        <span className={styles.legendPath}>{t('criticalOnly')}</span>
      </ToggleChip>
      <Select
        aria-label={t('levels')}
        size="xs"
        w={104}
        data={[
          { value: 'all', label: t('allLevels') },
          ...levels.map((count) => ({ value: String(count), label: t('someLevels', { count }) })),
        ]}
        value={folding.levels === null ? 'all' : String(folding.levels)}
        onChange={(value) => onChange({ folding: toLevels(value === null || value === 'all' ? null : Number(value)) })}
        allowDeselect={false}
      />
      <Tooltip label={t('wholeTrace')}>
        <ActionIcon
          aria-label={t('wholeTrace')}
          disabled={view.from <= 0 && view.to >= 1}
          onClick={() => onChange({ view: WHOLE })}
        >
          <IconZoomReset size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
