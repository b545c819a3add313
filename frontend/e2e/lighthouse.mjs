// Called by bin/lighthouse: Lighthouse on a page of the running demo, logged in as a reviewer.
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { openBrowser } from './browser.mjs'
import { url, users } from './demo.mjs'

const RUNS = 3
const BUDGETS = { lcp: 1000, tbt: 150 }
const { default: lighthouse, desktopConfig } = await import(process.env.LIGHTHOUSE)

/** Logs in and gives the browser's first profile, in which Lighthouse opens its page, the cookies. */
async function logIn(browser) {
  const cookies = {}
  const keep = (answer) => {
    for (const line of answer.headers.getSetCookie()) {
      const [pair] = line.split(';')
      cookies[pair.slice(0, pair.indexOf('='))] = pair.slice(pair.indexOf('=') + 1)
    }
    return answer
  }
  const cookie = () =>
    Object.entries(cookies)
      .map((pair) => pair.join('='))
      .join('; ')
  const before = keep(await fetch(`${url}/api/v1/session`))
  const { csrf_token: token } = await before.json()
  const { username, password } = users.reviewer
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: {
      Cookie: cookie(),
      'Content-Type': 'application/json',
      'X-CSRFToken': token,
      Referer: url,
    },
    body: JSON.stringify({ username, password }),
  })
  if (!answer.ok) throw new Error(`log-in: ${answer.status} ${await answer.text()}`)
  keep(answer)
  const devtools = await browser.newBrowserCDPSession()
  await devtools.send('Storage.setCookies', {
    cookies: Object.entries(cookies).map(([name, value]) => ({ name, value, url, httpOnly: true })),
  })
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

async function measure(path, port) {
  const options = {
    port,
    output: 'html',
    logLevel: 'error',
    onlyCategories: ['performance', 'accessibility', 'best-practices'],
  }
  const { lhr, report } = await lighthouse(url + path, options, desktopConfig)
  if (lhr.runtimeError) throw new Error(lhr.runtimeError.message)
  const shown = new URL(lhr.finalDisplayedUrl)
  const score = (name) => Math.round(lhr.categories[name].score * 100)
  const time = (name) => Math.round(lhr.audits[name].numericValue)
  return {
    report,
    shown: shown.pathname + shown.search,
    performance: score('performance'),
    accessibility: score('accessibility'),
    practices: score('best-practices'),
    lcp: time('largest-contentful-paint'),
    tbt: time('total-blocking-time'),
    failed: Object.values(lhr.audits)
      .filter((one) => one.score !== null && one.score < 0.5 && one.scoreDisplayMode === 'binary')
      .map((one) => one.title),
  }
}

const path = process.argv[2] ?? '/queue'
const port = await freePort()
const browser = await openBrowser([`--remote-debugging-port=${port}`])
try {
  await logIn(browser)
  const runs = []
  for (let turn = 0; turn < RUNS; turn += 1) runs.push(await measure(path, port))
  runs.sort((a, b) => a.lcp - b.lcp)
  const median = runs[Math.floor(RUNS / 2)]
  const folder = fileURLToPath(new URL('../../var/lighthouse/', import.meta.url))
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}report.html`, median.report)
  const all = (name) => runs.map((run) => run[name]).join(', ')
  console.log(`${median.shown}, desktop, logged in, median of ${RUNS} runs by LCP`)
  console.log(`  performance     ${median.performance}   (${all('performance')})`)
  console.log(`  accessibility   ${median.accessibility}`)
  console.log(`  best practices  ${median.practices}`)
  console.log(`  LCP             ${median.lcp} ms of ${BUDGETS.lcp}   (${all('lcp')})`)
  console.log(`  TBT             ${median.tbt} ms of ${BUDGETS.tbt}   (${all('tbt')})`)
  for (const title of median.failed) console.log(`  not passed: ${title}`)
  console.log(`  the whole report: ${folder}report.html`)
} finally {
  await browser.close()
}
