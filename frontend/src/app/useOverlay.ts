import { useCallback, useEffect, useRef, useState } from 'react'
import type { Overlay } from './shellContext'

/** Which overlay is open. When it closes, the focus goes back to where it was before. */
export function useOverlay() {
  const [overlay, setOverlay] = useState<Overlay | null>(null)
  const before = useRef<Element | null>(null)
  const open = useCallback((next: Overlay) => {
    before.current ??= document.activeElement
    setOverlay(next)
  }, [])
  const close = useCallback(() => setOverlay(null), [])

  useEffect(() => {
    if (overlay || !before.current) return
    const back = before.current
    before.current = null
    // What the overlay did may have put the focus somewhere better, such as into the editor.
    if (document.activeElement !== document.body) return
    const target = back.isConnected && back !== document.body ? back : document.querySelector('h1')
    if (target instanceof HTMLElement) target.focus({ preventScroll: true })
  }, [overlay])

  return { overlay, open, close }
}
