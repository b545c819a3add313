// A person at the keyboard for the scripts that measure: decides the open draft as fast as the
// workspace lets them, and says how long it took until the next one was painted.
const ANSWER = 'Thank you for your message. A colleague has looked at it and will call you today'

/** Gives the page a promise of the ms from the press of `key` to a frame that shows another draft,
 * all of it: no part of it may still be loading. It returns at once: a key pressed while it is under
 * way could overtake it. */
const watch = (key) => {
  window.painted = new Promise((resolve) => {
    const before = document.querySelector('h1')
    const other = () => {
      const now = document.querySelector('h1')
      if (!now || now === before || document.querySelector('main [aria-busy="true"]')) return false
      return now.className === 'hr-hidden' || (now.tabIndex === -1 && now.innerText.trim() !== '')
    }
    const heard = (event) => {
      if (event.key !== key) return
      window.removeEventListener('keydown', heard, true)
      const frame = () => {
        // The callback after the one that sees it runs when that frame has been painted.
        if (other()) requestAnimationFrame(() => resolve(performance.now() - event.timeStamp))
        else if (performance.now() - event.timeStamp > 5000) resolve(null)
        else requestAnimationFrame(frame)
      }
      requestAnimationFrame(frame)
    }
    window.addEventListener('keydown', heard, true)
  })
}

/** Presses a key and resolves the ms until another draft is painted, or null. */
export async function timed(page, press, key = press) {
  await page.evaluate(watch, key)
  await page.keyboard.press(press)
  return page.evaluate(() => window.painted)
}

/** Counts in the page itself what is pressed: commands, chords as one, and what is typed as text. */
export const countKeys = (page) =>
  page.addInitScript(() => {
    window.pressed = { keys: 0, typed: 0 }
    const modifiers = ['Control', 'Shift', 'Alt', 'Meta']
    const count = (event) => {
      if (modifiers.includes(event.key)) return
      const text = event.target.matches?.('input, textarea') && !event.ctrlKey && !event.metaKey
      window.pressed[text ? 'typed' : 'keys'] += 1
    }
    window.addEventListener('keydown', count, true)
  })

const takeCount = (page) =>
  page.evaluate(() => {
    const { keys, typed } = window.pressed ?? { keys: NaN, typed: NaN }
    window.pressed = { keys: 0, typed: 0 }
    return { keys, typed }
  })

/** Presses again where the workspace ignored a key that came too soon after an item was painted. */
async function opened(page, key, panel) {
  for (let tries = 0; tries < 5; tries += 1) {
    await page.keyboard.press(key)
    if (
      await panel.waitFor({ timeout: 1000 }).then(
        () => true,
        () => false,
      )
    )
      return
  }
  throw new Error(`${key} opens nothing`)
}

/**
 * Decides the open draft: every sixth is rejected, the rest approved, or written where needed.
 * Returns {verdict, ms, keys, typed}: ms is null when no other draft came; the keys are those that
 * the page heard since the draft was opened, where `countKeys` listens.
 */
export async function decide(page, turn) {
  await takeCount(page)
  const [verdict, press, key] = await beforeTheLast(page, turn)
  const ms = await timed(page, press, key)
  return { verdict, ms, ...(await takeCount(page)) }
}

/** Everything up to the key that decides: [verdict, key to press, its name]. */
async function beforeTheLast(page, turn) {
  const approve = page.getByRole('button', { name: /^(Approve…?$|Confirm)/ })
  if (turn % 6 === 5) {
    await opened(page, 'r', page.getByRole('region', { name: /choose a reason/ }))
    return ['reject', '3']
  }
  if (await approve.isDisabled()) {
    await opened(page, 'e', page.getByLabel('Reply to the customer'))
    await page.keyboard.insertText(ANSWER)
    await page.keyboard.type('.')
    return ['edit', 'Control+Enter', 'Enter']
  }
  if (!(await approve.innerText()).includes('…')) return ['approve', 'a']
  await opened(page, 'a', page.getByRole('region', { name: /for your word/ }))
  return ['confirm', 'Enter']
}

/** Counts the answers to decisions of a page; what was refused goes to `wrong`. */
export function countAnswers(page, wrong) {
  const seen = { answered: 0 }
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('response', async (answer) => {
    if (!answer.url().endsWith('/decision')) return
    seen.answered += 1
    if (!answer.ok()) wrong.push(`${answer.status()} ${await answer.text()}`)
  })
  return seen
}

export const share = (values, part) => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]
}
