import { locale } from '../i18n/language'

// Numbers, dates and lists as the person's language writes them. A formatter costs far more to make
// than to use, so each is made once for a language.

const made = new Map<string, unknown>()

/** The formatter `make` makes for the language now; `name` tells it from the others. */
export function inLanguage<F>(name: string, make: (locale: string) => F): F {
  const key = `${locale()} ${name}`
  let formatter = made.get(key) as F | undefined
  if (!formatter) made.set(key, (formatter = make(locale())))
  return formatter
}

/** 1234.5 → "1,234.5", in German "1.234,5"; `digits` after the point at most. */
export const number = (value: number, digits = 0) =>
  inLanguage(
    `number ${digits}`,
    (l) => new Intl.NumberFormat(l, { maximumFractionDigits: digits }),
  ).format(value)

/** 0.62 → "62%", in German "62 %" */
export const percent = (share: number) =>
  inLanguage('percent', (l) => new Intl.NumberFormat(l, { style: 'percent' })).format(share)

/** ["a", "b", "c"] → "a, b and c" */
export const listed = (texts: string[]) =>
  inLanguage('list', (l) => new Intl.ListFormat(l)).format(texts)

/** A file's size as people say it: 812 B, 25 kB, 1.2 MB. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const [unit, size, digits] =
    bytes < 1_000_000 ? ['kilobyte', bytes / 1000, 0] : ['megabyte', bytes / 1_000_000, 1]
  return inLanguage(
    `size ${unit}`,
    (l) =>
      new Intl.NumberFormat(l, {
        style: 'unit',
        unit: unit as string,
        maximumFractionDigits: digits as number,
      }),
  ).format(size as number)
}
