import type { MantineColorScheme } from '@mantine/core'
import type { UseNavigateResult } from '@tanstack/react-router'
import type { Overlay } from '../app/shellContext'
import { everywhere } from '../i18n/everywhere'
import { chooseLanguage, LANGUAGES, wantedLanguage, type Language } from '../i18n/language'
import { t } from '../i18n'
import { KEYMAP } from '../keys/keymap'
import { boundTo } from '../keys/useKeys'
import { setSingleKeys, singleKeysOn } from '../lib/prefs'
import { logOut } from '../session/logOut'

export interface Command {
  id: string
  /** In the person's language; `names` also holds it as the other languages say it. */
  label: string
  names: string[]
  detail?: string
  keys?: string
  run: () => void
}

interface Tools {
  navigate: UseNavigateResult<string>
  open: (overlay: Overlay) => void
  theme: MantineColorScheme
  setTheme: (theme: MantineColorScheme) => void
}

/** Keys that are no use without the key, or that have an entry of their own below. */
const NOT_HERE = new Set(['j', 'k', '.', 'Enter', 'Escape', '?', '$mod+k'])

const command = (id: string, names: string[], detail: string, run: () => void): Command => ({
  id,
  label: names[0] as string,
  names,
  detail,
  run,
})

/** What a key does on the page now: the acts on the open item and the ways to other pages. */
function keyed(): Command[] {
  return KEYMAP.flatMap((group) =>
    group.keys.flatMap(({ of, does }) => {
      const press = NOT_HERE.has(of) ? null : boundTo(of)
      return press ? [{ ...command(of, everywhere(does), t(group.title), press), keys: of }] : []
    }),
  )
}

function settings({ open, theme, setTheme }: Tools): Command[] {
  const where = t('palette.setUp')
  const themes = (['light', 'dark', 'auto'] as const).filter((one) => one !== theme)
  const languages = Object.entries(LANGUAGES).filter(([code]) => code !== wantedLanguage())
  const on = singleKeysOn()
  return [
    command('settings', everywhere('palette.settings'), where, () => open('settings')),
    command('help', everywhere('palette.shortcuts'), where, () => open('help')),
    ...themes.map((one) =>
      command(`theme-${one}`, everywhere('palette.themeOf', { theme: one }), where, () =>
        setTheme(one),
      ),
    ),
    ...languages.map(([code, language]) =>
      command(`language-${code}`, everywhere('palette.languageOf', { language }), where, () =>
        chooseLanguage(code as Language),
      ),
    ),
    command('single-keys', everywhere(on ? 'palette.keysOff' : 'palette.keysOn'), where, () =>
      setSingleKeys(!on),
    ),
    command('log-out', everywhere('palette.logOut'), where, () => void logOut()),
  ]
}

/** Every command there is on this page now. */
export function commandsOf(tools: Tools): Command[] {
  const { navigate } = tools
  const go = t('palette.go')
  return [
    ...keyed(),
    command(
      'failed',
      everywhere('palette.failedTickets'),
      go,
      () => void navigate({ to: '/tickets', search: { review_status: 'failed' } }),
    ),
    command(
      'open',
      everywhere('palette.openTickets'),
      go,
      () => void navigate({ to: '/tickets', search: { status: 'open' } }),
    ),
    ...settings(tools),
  ]
}
