import { MultiSelect, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useUrlState } from '@/app/urlState';
import { errorText } from '@/ui/errorText';
import type { Resolved } from './model/resolve';
import { ALL } from './model/variable';
import type { Chosen } from './model/interpolate';

const MOST_OFFERED = 1000;

/** One field for each variable; what is chosen lives in the URL as `var-name`. */
export function VariablesBar({ resolved }: { resolved: Resolved }) {
  const shown = [...resolved.variables.values()].filter(({ variable }) => variable.hide < 2 && variable.type !== 'constant' && variable.type !== 'adhoc');
  if (shown.length === 0) return null;
  return (
    <div className="mw-row mw-dash-variables">
      {shown.map((chosen) => (
        <VariableField key={chosen.variable.name} chosen={chosen} problem={resolved.problems.get(chosen.variable.name)} />
      ))}
    </div>
  );
}

function VariableField({ chosen, problem }: { chosen: Chosen; problem: unknown }) {
  const { t } = useTranslation('dashboards');
  const { t: common } = useTranslation();
  const url = useUrlState();
  const { variable, options, values } = chosen;
  const label = variable.label || variable.name;
  const error = problem === undefined ? undefined : errorText(problem, common).detail || errorText(problem, common).title;
  const set = (next: readonly string[]): void => url.set({ [`var-${variable.name}`]: [...next] });
  if (variable.type === 'textbox') {
    return <TextInput key={values[0]} label={label} defaultValue={values[0] ?? ''} onBlur={(event) => set([event.currentTarget.value])} onKeyDown={(event) => event.key === 'Enter' && set([event.currentTarget.value])} />;
  }
  const all = variable.includeAll ? [{ value: ALL, label: t('variable.all') }] : [];
  const data = [...all, ...options.slice(0, MOST_OFFERED).map(({ text, value }) => ({ value, label: text }))];
  const field = { label, data, searchable: true, error, nothingFoundMessage: t('variable.nothing'), placeholder: options.length === 0 && values.length === 0 ? t('variable.nothing') : undefined };
  if (!variable.multi) return <Select {...field} allowDeselect={false} value={values[0] ?? null} onChange={(value) => value !== null && set([value])} />;
  return (
    <MultiSelect
      {...field}
      value={[...values]}
      onChange={(next) => {
        const turnedToAll = next.includes(ALL) && !values.includes(ALL);
        set(turnedToAll || next.length === 0 ? (variable.includeAll ? [ALL] : next) : next.filter((value) => value !== ALL));
      }}
    />
  );
}
