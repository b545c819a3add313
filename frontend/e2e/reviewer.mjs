// A person at the keyboard for the scripts that measure: decides the open draft as fast as the
// workspace lets them, and says how long it took until the next one was painted.
const ANSWER = 'Thank you for your message. A colleague has looked at it and will call you today.'

/** Gives the page a promise of the ms from the press of `key` to a frame that shows another draft.
 * It returns at once: a key pressed while it is under way could overtake it. */
const watch = (key) => {
  window.painted = new Promise((resolve) => {
    const before = document.querySelector('h1')
    const other = () => {
      const now = document.querySelector('h1')
      return now && now !== before && (now.tabIndex === -1 || now.className === 'hr-hidden')
    }
    const heard = (event) => {
      if (event.key !== key) return
      window.removeEventListener('keydown', heard, true)
      const frame = () => {
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
 * Returns {verdict, ms, keys}: ms is null when no other draft came; keys without the typed text.
 */
export async function decide(page, turn) {
  const approve = page.getByRole('button', { name: /^(Approve|Confirm)/ })
  if (turn % 6 === 5) {
    await opened(page, 'r', page.getByRole('region', { name: /choose a reason/ }))
    return { verdict: 'reject', ms: await timed(page, '3'), keys: 2 }
  }
  if (await approve.isDisabled()) {
    await opened(page, 'e', page.getByLabel('Reply to the customer'))
    await page.keyboard.type(ANSWER)
    return { verdict: 'edit', ms: await timed(page, 'Control+Enter', 'Enter'), keys: 2 }
  }
  if (!(await approve.innerText()).includes('…'))
    return { verdict: 'approve', ms: await timed(page, 'a'), keys: 1 }
  await opened(page, 'a', page.getByRole('region', { name: /for your word/ }))
  return { verdict: 'confirm', ms: await timed(page, 'Enter'), keys: 2 }
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
