import { locale, messagesOf, t, type MessageId } from '.'
import { LANGUAGES, type Language } from './language'
import { fill, type Messages, type Values } from './message'

// For a search: who reads German may still think of a command by its English name.

const also: Messages[] = []

/** Loads the languages that the page does not speak; answers true when there is something new. */
export async function loadEveryLanguage(): Promise<boolean> {
  if (also.length) return false
  const foreign = (Object.keys(LANGUAGES) as Language[]).filter((one) => !locale().startsWith(one))
  also.push(...(await Promise.all(foreign.map(messagesOf))))
  return true
}

/** A text in every language loaded so far, the person's first. */
export const everywhere = (id: MessageId, values?: Values): string[] => [
  t(id, values),
  ...also.map((messages) => fill(messages[id] ?? id, values)),
]
