// One way to a browser for every script here: an installed Chromium, or the npm package.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

function installed() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of NAMES) {
      if (existsSync(join(folder, name))) return join(folder, name)
    }
  }
  return null
}

export async function openBrowser() {
  const path = installed()
  if (path) {
    const root = process.getuid?.() === 0
    return chromium.launch({ executablePath: path, args: root ? ['--no-sandbox'] : [] })
  }
  const { default: packed } = await import('@sparticuz/chromium')
  return chromium.launch({
    executablePath: await packed.executablePath(),
    args: packed.args.filter(
      (flag) => !flag.startsWith('--headless') && !flag.includes('single-process'),
    ),
  })
}
