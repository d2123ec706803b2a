import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Evaluated } from '@/api/prometheus';
import { formatCount, formatDuration } from '@/lib/format';
import styles from './result.module.css';

type AnswerNotesProps = { answer: Evaluated<unknown> | undefined };

/** What the engine warned of and remarked on, each in full. */
export function AnswerNotes({ answer }: AnswerNotesProps) {
  const { t } = useTranslation('metrics');
  if (answer === undefined || answer.warnings.length + answer.infos.length === 0) return null;
  return (
    <ul className={styles.notes} aria-label={t('notes')}>
      {answer.warnings.map((text) => (
        <li key={text} data-level="warning">
          <IconAlertTriangle size={14} aria-label={t('warning')} /> {text}
        </li>
      ))}
      {answer.infos.map((text) => (
        <li key={text} data-level="info">
          <IconInfoCircle size={14} aria-label={t('info')} /> {text}
        </li>
      ))}
    </ul>
  );
}

/** What the answer cost, as far as the server tells: time, samples and series read. */
export function useCost(answer: Evaluated<unknown> | undefined): string {
  const { t } = useTranslation('metrics');
  const stats = answer?.stats;
  if (stats === null || stats === undefined) return '';
  const parts: string[] = [];
  if (stats.seconds !== null) parts.push(formatDuration(stats.seconds));
  if (stats.samples !== null) parts.push(t('cost.samples', { text: formatCount(stats.samples) }));
  if (stats.series !== null) parts.push(t('cost.series', { text: formatCount(stats.series) }));
  return parts.join(' · ');
}
