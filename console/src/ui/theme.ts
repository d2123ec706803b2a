/** Mantine's theme, set once from the tokens. Colours resolve to CSS variables, so both schemes share one theme. */
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

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

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 3 },
  autoContrast: true,
  colors: { accent },
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
    Button: { defaultProps: { size: 'compact-md' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    TextInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs', transitionDuration: 120 } },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: 120 } } },
    Modal: { defaultProps: { transitionProps: { duration: 120, transition: 'fade' } } },
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
