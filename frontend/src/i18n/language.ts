export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

const SETTING = 'handrail.language'
const known = (code: string | null | undefined): code is Language => !!code && code in LANGUAGES

/** What the person chose, else the first of the browser's languages that there is, else English. */
export function wantedLanguage(): Language {
  try {
    const chosen = localStorage.getItem(SETTING)
    if (known(chosen)) return chosen
  } catch {
    // No storage: the browser's languages decide.
  }
  const codes = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())
  return codes.find(known) ?? 'en'
}

/** Keeps the choice and draws the page anew; half-typed text survives a reload. */
export function chooseLanguage(language: Language) {
  localStorage.setItem(SETTING, language)
  location.reload()
}

let spoken: Language = 'en'

export function speak(language: Language) {
  spoken = language
  document.documentElement.lang = language
}

/** For Intl: the language of the interface; English dates are written the British way. */
export const locale = () => (spoken === 'en' ? 'en-GB' : spoken)
