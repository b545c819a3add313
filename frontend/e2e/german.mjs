// What of the English catalogue is still to be read on a page that speaks German.
import { readdirSync, readFileSync } from 'node:fs'

const CATALOGUE = new URL('../src/i18n/', import.meta.url)
const read = (language, part) =>
  JSON.parse(readFileSync(new URL(`${language}/${part}`, CATALOGUE), 'utf8'))

/** "Sent {time}" may also be how a customer begins: a message with a gap must say more than that. */
const says = (text) =>
  text.includes('{')
    ? /\p{L}.*\p{L}.*\p{L} .*\p{L}{2}/u.test(text.replace(/\{\w+\}/g, ''))
    : /\p{L}{2}/u.test(text)

/** Patterns of the English messages that German says otherwise; counted ones are left out. */
const english = readdirSync(new URL('en/', CATALOGUE))
  .filter((name) => name.endsWith('.json'))
  .flatMap((part) => {
    const german = read('de', part)
    return Object.entries(read('en', part)).filter(([key, text]) => text !== german[key])
  })
  .map(([, text]) => text.trim())
  .filter((text) => !/\{\w+,/.test(text) && says(text))
  .map((text) => {
    const pieces = text.split(/\{\w+\}/)
    const literal = pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    return new RegExp(`^${literal.join('.+')}$`, 'u')
  })

/** Everything that is seen or read out: texts and the attributes that people hear or hover. */
const said = (page) =>
  page.evaluate(() => {
    const texts = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode
      // Customers' and the AI's own words stay in their language.
      const data = parentElement.closest('[dir=auto], script, style, [lang=en]')
      if (!data && textContent.trim()) texts.push(textContent.trim())
    }
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
      for (const one of document.querySelectorAll(`[${name}]`)) texts.push(one.getAttribute(name))
    }
    return [...new Set(texts), document.title]
  })

export async function englishLeft(page) {
  const texts = await said(page)
  return texts.filter((text) => english.some((pattern) => pattern.test(text)))
}
