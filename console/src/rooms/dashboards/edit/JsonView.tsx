import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tree, type Tree } from '@/rooms/dashboards/model/json';

/** The JSON of a panel, or of a whole dashboard, as text that can be changed. */
export function JsonView({ json, onApply }: { json: Tree; onApply: (json: Tree) => void }) {
  const { t } = useTranslation('dashboards');
  const [written, setWritten] = useState(() => JSON.stringify(json, null, 2));
  const [problem, setProblem] = useState<string | null>(null);
  const apply = (): void => {
    try {
      onApply(tree(JSON.parse(written)));
      setProblem(null);
    } catch (broken) {
      setProblem(broken instanceof Error ? broken.message : String(broken));
    }
  };
  return (
    <>
      <Textarea
        aria-label="JSON"
        autosize
        minRows={12}
        maxRows={32}
        value={written}
        error={problem}
        spellCheck={false}
        classNames={{ input: 'mw-mono' }}
        onChange={(event) => setWritten(event.currentTarget.value)}
      />
      <Button onClick={apply}>{t('editor.apply')}</Button>
    </>
  );
}
