/** Mantine's theme, set once from the tokens. Colours resolve to CSS variables, so both schemes share one theme. */
import {
  createTheme,
  type CSSVariablesResolver,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

const accent: MantineColorsTuple = [
  '#eaefff',
  '#d3ddff',
  '#a9bcff',
  '#7c9bff',
  '#5679f5',
  '#3f68ef',
  '#2f5bea',
  '#244bcb',
  '#1b3ea8',
  '#123084',
];

/** Mantine's own greys, replaced by ours: inputs, tabs and menus take them where no variable reaches. */
const gray: MantineColorsTuple = [
  '#f6f7f9',
  '#f0f2f5',
  '#e6e8ec',
  '#cdd2da',
  '#cdd2da',
  '#98a1af',
  '#5d6675',
  '#454d5a',
  '#2b323c',
  '#171b22',
];
const dark: MantineColorsTuple = [
  '#e7eaf0',
  '#c3cad6',
  '#9aa4b2',
  '#667080',
  '#36404e',
  '#1e252f',
  '#151a21',
  '#151a21',
  '#11151b',
  '#0e1116',
];

/** Filled and light buttons in the tokens, whose words stay readable in both schemes; the rest as Mantine has it. */
const variantColors: VariantColorsResolver = (input) => {
  const base = defaultVariantColorsResolver(input);
  const color = input.color ?? input.theme.primaryColor;
  const token = color === 'accent' ? 'accent' : color === 'red' ? 'critical' : null;
  if (token === null) return base;
  if (input.variant === 'filled') {
    const background = `var(--mw-${token})`;
    const hover = `color-mix(in srgb, ${background} 88%, var(--mw-text))`;
    return { ...base, background, hover, color: 'var(--mw-on-accent)', border: '1px solid transparent' };
  }
  if (input.variant === 'light') {
    const background = `var(--mw-${token}-soft)`;
    return { ...base, background, hover: background, color: 'var(--mw-text)' };
  }
  return base;
};

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 3 },
  variantColorResolver: variantColors,
  colors: { accent, gray, dark },
  fontFamily: 'var(--mw-font)',
  fontFamilyMonospace: 'var(--mw-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  headings: { fontFamily: 'var(--mw-font)', fontWeight: '600' },
  components: {
    Button: { defaultProps: { size: 'compact-sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    TextInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs', transitionDuration: 120 } },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: 120 } } },
    Modal: { defaultProps: { overlayProps: { backgroundOpacity: 0.4 }, transitionProps: { duration: 120, transition: 'fade' } } },
  },
});

const shared = {
  '--mantine-color-body': 'var(--mw-surface)',
  '--mantine-color-text': 'var(--mw-text)',
  '--mantine-color-bright': 'var(--mw-text)',
  '--mantine-color-dimmed': 'var(--mw-muted)',
  '--mantine-color-placeholder': 'var(--mw-muted)',
  '--mantine-color-anchor': 'var(--mw-accent)',
  '--mantine-color-default': 'var(--mw-raised)',
  '--mantine-color-default-hover': 'var(--mw-hover)',
  '--mantine-color-default-color': 'var(--mw-text)',
  '--mantine-color-default-border': 'var(--mw-line-strong)',
  '--mantine-color-error': 'var(--mw-critical-text)',
  '--mantine-primary-color-filled': 'var(--mw-accent)',
  '--mantine-primary-color-contrast': 'var(--mw-on-accent)',
  '--mantine-shadow-md': 'var(--mw-shadow-high)',
};

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
