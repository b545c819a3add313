import { compileMessage } from '@lingui/message-utils/compileMessage'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/** Texts without placeholders stay texts. */
const compiled = (text: string) => {
  const pieces = compileMessage(text)
  return pieces.length === 1 && typeof pieces[0] === 'string' ? pieces[0] : pieces
}

/** {"part.key": text} of a language, from its files. */
export const catalogueIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) =>
        Object.entries(
          JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, string>,
        ).map(([key, text]) => [`${name.replace('.json', '')}.${key}`, text]),
      ),
  )

/** Which of the ids some source names, whole ('queue.end') or as a template (`words.role.${code}`). */
export function named(code: string, ids: string[]): string[] {
  const whole = new Set(code.match(/(?<=['"`])[a-z]+\.[\w.]+(?=['"`])/g))
  const templates = [...code.matchAll(/`([a-z]+\.[^`]*\$\{[^`]*)`/g)].map(
    ([, text = '']) =>
      new RegExp(`^${text.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '\\w+')}$`),
  )
  return ids.filter((id) => whole.has(id) || templates.some((template) => template.test(id)))
}

/**
 * Compiles the catalogue's ICU messages, so that no parser goes to the browser, and gives each module
 * the English texts that it names, so that none comes before the code that shows it.
 */
export function messages(): Plugin {
  let home: string
  let english: Record<string, string>
  return {
    name: 'handrail-messages',
    enforce: 'pre',
    configResolved: ({ root }) => void (home = join(root, 'src/i18n')),
    buildStart: () => void (english = catalogueIn(join(home, 'en'))),
    handleHotUpdate({ file, server }) {
      if (!file.startsWith(join(home, 'en'))) return
      english = catalogueIn(join(home, 'en'))
      server.moduleGraph.invalidateAll()
      server.ws.send({ type: 'full-reload' })
    },
    transform(code, id) {
      if (/\/src\/i18n\/[a-z]{2}\/\w+\.json$/.test(id)) {
        const texts = Object.entries(JSON.parse(code) as Record<string, string>)
        return JSON.stringify(Object.fromEntries(texts.map(([key, text]) => [key, compiled(text)])))
      }
      if (!/\/src\/.*\.tsx?$/.test(id) || id === join(home, 'index.ts')) return
      const ids = named(code, Object.keys(english))
      if (!ids.length) return
      const texts = Object.fromEntries(ids.map((one) => [one, compiled(english[one] ?? one)]))
      // In the first line, so that errors still name the line of the source.
      const add = `import { addMessages } from ${JSON.stringify(join(home, 'index.ts'))};`
      return `${add} addMessages(${JSON.stringify(texts)}); ${code}`
    },
  }
}
