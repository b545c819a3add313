import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'
import { t } from '../i18n'

const rail: MantineColorsTuple = [
  '#e8f4f1',
  '#d3e8e3',
  '#a8d2c8',
  '#79b9ab',
  '#4fa192',
  '#2f8b7b',
  '#197a6a',
  '#0b6b5f',
  '#08574d',
  '#05453d',
]

/** Made while the page starts: its words need the language. */
export const makeTheme = () =>
  createTheme({
    colors: { rail },
    primaryColor: 'rail',
    primaryShade: 7,
    fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
    fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace",
    fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
    lineHeights: { xs: '1.35', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.45' },
    defaultRadius: 8,
    cursorType: 'pointer',
    respectReducedMotion: true,
    components: {
      Button: { defaultProps: { radius: 8 } },
      Modal: {
        defaultProps: {
          radius: 12,
          transitionProps: { duration: 120 },
          closeButtonProps: { 'aria-label': t('common.close') },
        },
      },
    },
  })

/** Mantine draws with our tokens (tokens.css), so that both systems agree in both themes. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--hr-surface)',
    '--mantine-color-text': 'var(--hr-text)',
    '--mantine-color-dimmed': 'var(--hr-muted)',
    '--mantine-color-placeholder': 'var(--hr-faint)',
    '--mantine-color-default': 'var(--hr-surface)',
    '--mantine-color-default-hover': 'var(--hr-hover)',
    '--mantine-color-default-color': 'var(--hr-text)',
    '--mantine-color-default-border': 'var(--hr-line-strong)',
    '--mantine-color-error': 'var(--hr-bad)',
    '--mantine-color-red-light': 'var(--hr-bad-soft)',
    '--mantine-color-red-light-color': 'var(--hr-bad)',
    '--mantine-color-rail-light': 'var(--hr-brand-soft)',
    '--mantine-color-rail-light-color': 'var(--hr-brand)',
    '--mantine-color-gray-light-color': 'var(--hr-text)',
    '--mantine-color-rail-filled': 'var(--hr-brand-fill)',
    '--mantine-color-rail-filled-hover': 'var(--hr-brand-fill-hover)',
  }
  return { variables: {}, light: shared, dark: shared }
}
