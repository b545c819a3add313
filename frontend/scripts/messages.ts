import { compileMessage } from '@lingui/message-utils/compileMessage'
import type { Plugin } from 'vite'

/** Compiles the catalogue's ICU messages when building, so that no parser goes to the browser. */
export function messages(): Plugin {
  return {
    name: 'handrail-messages',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/src\/i18n\/[a-z]{2}\/\w+\.json$/.test(id)) return
      const texts = Object.entries(JSON.parse(code) as Record<string, string>)
      return JSON.stringify(
        Object.fromEntries(texts.map(([key, text]) => [key, compileMessage(text)])),
      )
    },
  }
}
