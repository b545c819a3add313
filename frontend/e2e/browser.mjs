// One way to a browser for every script here: an installed Chromium, or the npm package.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
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

/** `more` are further flags for Chromium. */
export async function openBrowser(more = []) {
  const path = installed()
  if (path) {
    const root = process.getuid?.() === 0
    return chromium.launch({
      executablePath: path,
      args: root ? ['--no-sandbox', ...more] : more,
    })
  }
  const { path: unpackedPath, args } = await unpacked()
  return chromium.launch({ executablePath: unpackedPath, args: [...args, ...more] })
}

/**
 * The browser of the npm package, unpacked beside our other files. It takes its own copies of the
 * system libraries that a bare machine lacks only when it believes to run in a Lambda.
 */
async function unpacked() {
  const { TMPDIR } = process.env
  process.env.TMPDIR = fileURLToPath(new URL('../../var/browser', import.meta.url))
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs20.x'
  mkdirSync(process.env.TMPDIR, { recursive: true })
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    const path = await packed.executablePath()
    process.env.FONTCONFIG_FILE = fontsOf(process.env.TMPDIR)
    const args = packed.args.filter(
      (flag) => !flag.startsWith('--headless') && !flag.includes('single-process'),
    )
    return { path, args }
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
}

/** The package looks for its fonts in /tmp only, and a browser without any font does not live long. */
function fontsOf(folder) {
  const file = join(folder, 'fonts.conf')
  const folders = [join(folder, 'fonts'), '/usr/share/fonts'].map((one) => `<dir>${one}</dir>`)
  const cache = `<cachedir>${join(folder, 'fonts-cache')}</cachedir>`
  writeFileSync(file, `<?xml version="1.0"?><fontconfig>${folders.join('')}${cache}</fontconfig>`)
  return file
}
