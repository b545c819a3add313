import { setupI18n, type I18n } from '@lingui/core'
import { flat, locale, others, t, type MessageId } from '.'
import english from './en'

// For a search: who reads German may still think of a command by its English name.

const also: I18n[] = []

/** Loads the languages that the page does not speak; answers true when there is something new. */
export async function loadEveryLanguage(): Promise<boolean> {
  if (also.length) return false
  const languages = Object.entries({ en: async () => ({ default: english as object }), ...others })
  for (const [language, load] of languages) {
    if (locale().startsWith(language)) continue
    const { default: catalogue } = await load()
    also.push(setupI18n({ locale: language, messages: { [language]: flat(catalogue) } }))
  }
  return true
}

/** A text in every language loaded so far, the person's first. */
export const everywhere = (id: MessageId, values?: Record<string, string | number>): string[] => [
  t(id, values),
  ...also.map((one) => one._(id, values)),
]
