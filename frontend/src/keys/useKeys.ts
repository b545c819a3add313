import { useEffect, useLayoutEffect, useRef } from 'react'
import { tinykeys } from 'tinykeys'
import { mayFire, mayFireAnywhere } from './guard'

type Bindings = Record<string, (event: KeyboardEvent) => void>

/** What is bound now, in the order in which a key would reach it. */
const bound: { binding: string; press: () => void }[] = []

/** What pressing this key would do on the page now, or null: the palette offers it by name. */
export const boundTo = (binding: string) =>
  bound.find((one) => one.binding === binding)?.press ?? null

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
    const mine = names.split('\n').map((binding) => ({
      binding,
      press: () => latest.current[binding]?.(new KeyboardEvent('keydown')),
    }))
    bound.push(...mine)
    const unbind = tinykeys(window, map)
    return () => {
      unbind()
      for (const one of mine) bound.splice(bound.indexOf(one), 1)
    }
  }, [names, enabled, everywhere])
}
