import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Checked, Finding, Words } from '@/api/rules';
import { useLocale } from '@/i18n/locale';
import { Badge } from '@/ui/LevelBadge';
import type { Level } from '@/ui/levels';

export interface FindingsProps {
  readonly checked: Checked;
  /** Takes over a corrected expression. */
  readonly onCorrect: (expr: string) => void;
}

const LEVEL_OF: Record<Finding['level'], Level> = { error: 'critical', warning: 'warning', info: 'info' };

/** Why a rule file does not load, or what loads but cannot work, each with what to do. */
export function Findings({ checked, onCorrect }: FindingsProps) {
  const { t } = useTranslation('alerts');
  const locale = useLocale();
  const said = (words: Words): string => (locale === 'zh-CN' ? words.zh : words.en);
  const corrected = checked.findings.find((finding) => finding.corrected !== '')?.corrected;
  return (
    <div className="mw-stack">
      {checked.problems.map((problem) => (
        <div key={`${problem.path}:${problem.message}`} style={{ overflowWrap: 'anywhere' }}>
          <Badge level="critical">{t('trial.level.error')}</Badge> {problem.message}
        </div>
      ))}
      {checked.findings.map((finding) => (
        <div key={`${finding.code}:${finding.what.en}`} style={{ overflowWrap: 'anywhere' }}>
          <div>
            <Badge level={LEVEL_OF[finding.level]}>{t(`trial.level.${finding.level}`)}</Badge> {said(finding.what)}
          </div>
          <div className="mw-muted">
            {said(finding.advice)} <code>{finding.code}</code>
          </div>
        </div>
      ))}
      {corrected !== undefined && (
        <div>
          <div className="mw-expr-block" style={{ overflowWrap: 'anywhere' }}>
            <code>{corrected}</code>
          </div>
          <Button variant="subtle" size="xs" onClick={() => onCorrect(corrected)}>
            {t('trial.correct')}
          </Button>
        </div>
      )}
    </div>
  );
}
