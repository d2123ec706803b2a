import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './Chips.css';

export interface Chip {
  readonly key: string;
  readonly name?: string | undefined;
  readonly value: string;
}

export interface ChipsProps {
  readonly chips: readonly Chip[];
  /** When given, each chip can be taken away. */
  readonly onRemove?: ((key: string) => void) | undefined;
  readonly label?: string | undefined;
}

/** Filters or labels in one line: `name=value`, each removable where removal means something. */
export function Chips({ chips, onRemove, label }: ChipsProps) {
  const { t } = useTranslation();
  return (
    <div className="mw-chips" role="list" aria-label={label}>
      {chips.map(({ key, name, value }) => (
        <span key={key} className="mw-chip" role="listitem">
          {name !== undefined && <span className="mw-chip-name">{name}=</span>}
          <span className="mw-chip-value">{value}</span>
          {onRemove !== undefined && (
            <button type="button" aria-label={t('chip.remove', { name: name ?? value })} onClick={() => onRemove(key)}>
              <IconX size={12} />
            </button>
          )}
        </span>
      ))}
    </div>
  );
}

export interface LabelChipsProps {
  readonly labels: Readonly<Record<string, string>>;
  /** Names left out, since they are shown elsewhere. */
  readonly without?: readonly string[] | undefined;
}

export function LabelChips({ labels, without = [] }: LabelChipsProps) {
  const chips = Object.entries(labels)
    .filter(([name]) => !without.includes(name))
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) => ({ key: name, name, value }));
  return <Chips chips={chips} />;
}

export interface ToggleChipProps {
  readonly on: boolean;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}

export function ToggleChip({ on, onToggle, children }: ToggleChipProps) {
  return (
    <button type="button" className="mw-chip" aria-pressed={on} onClick={onToggle}>
      {children}
    </button>
  );
}
