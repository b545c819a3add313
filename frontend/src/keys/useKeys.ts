import { useEffect, useLayoutEffect, useRef } from 'react'
import { tinykeys } from 'tinykeys'
import { mayFire, mayFireAnywhere } from './guard'

export type Bindings = Record<string, (event: KeyboardEvent) => void>

interface Options {
  enabled?: boolean
  /** For chords and Escape: also inside inputs, and when single keys are off. */
  everywhere?: boolean
}

/** Binds keys while the component is mounted. Handlers may change on every render. */
export function useKeys(bindings: Bindings, { enabled = true, everywhere = false }: Options = {}) {
  const latest = useRef(bindings)
  useLayoutEffect(() => {
    latest.current = bindings
  })
  const names = Object.keys(bindings).join('\n')
  useEffect(() => {
    if (!enabled || !names) return
    const map: Bindings = {}
    for (const binding of names.split('\n')) {
      map[binding] = (event) => {
        if (!(everywhere ? mayFireAnywhere(event) : mayFire(event, binding))) return
        event.preventDefault()
        latest.current[binding]?.(event)
      }
    }
    return tinykeys(window, map)
  }, [names, enabled, everywhere])
}
