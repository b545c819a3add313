import { useEffect, useState } from 'react'

/** When this goes and had the focus, gives it back to where it was, or to the page's heading. */
export function useFocusBack() {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      // Who has gone on to something else stays there.
      if (document.activeElement !== document.body) return
      const there = before?.isConnected && before !== document.body
      const target = there ? before : document.querySelector('h1')
      if (target instanceof HTMLElement) target.focus({ preventScroll: true })
    },
    [before],
  )
}
