import { Button } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

type RunButtonProps = { running: boolean; disabled: boolean; onRun: () => void; onCancel: () => void };

/** Short answers do not make the button flicker. */
const PATIENCE_MS = 400;

/** Runs, or, while an answer is awaited for longer than a moment, tells for how long and gives it up. */
export function RunButton({ running, disabled, onRun, onCancel }: RunButtonProps) {
  const { t } = useTranslation('metrics');
  const elapsed = useElapsed(running);
  if (running && elapsed >= PATIENCE_MS) {
    return (
      <Button h={32} variant="default" leftSection={<IconPlayerStop size={14} />} onClick={onCancel}>
        {t('cancelAfter', { seconds: (elapsed / 1000).toFixed(1) })}
      </Button>
    );
  }
  return (
    <Button h={32} onClick={onRun} disabled={disabled} title={t('runHint')}>
      {t('run')}
    </Button>
  );
}

/** Milliseconds since `running` became true; 0 while it is not. */
function useElapsed(running: boolean): number {
  const [elapsed, setElapsed] = useState(0);
  useEffect(() => {
    if (!running) return undefined;
    const start = performance.now();
    const timer = setInterval(() => setElapsed(performance.now() - start), 100);
    return () => {
      clearInterval(timer);
      setElapsed(0);
    };
  }, [running]);
  return elapsed;
}
