import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { Keys } from '../keys/Keys'
import { useKeys } from '../keys/useKeys'
import { SearchIcon } from './icons'
import classes from './SearchBox.module.css'

/** As one types: long enough that a word is one question, short enough that nobody waits. */
const DEBOUNCE_MS = 180

interface Props {
  /** What is searched for now, as it stands in the address. */
  value: string
  /** `entered`: by Enter, not by a pause. */
  onSearch: (text: string, entered: boolean) => void
  /** Enter on what was searched for already. */
  onEnter?: () => void
  label: string
  placeholder: string
  busy?: boolean
  className?: string
}

/** The search of a list: / leads into it, and a pause or Enter asks for what is typed. */
export function SearchBox(props: Props) {
  const { value, onSearch, onEnter, label, placeholder, busy, className = '' } = props
  const box = useRef<HTMLInputElement>(null)
  const { typed, type, flush } = useTyped(value, onSearch)
  const enter = () => {
    box.current?.focus()
    box.current?.select()
  }
  // On a German keyboard / is Shift and 7.
  useKeys({ '/': enter, 'Shift+/': enter })
  return (
    <label className={`${classes.search} ${className}`}>
      <SearchIcon size={14} />
      <input
        ref={box}
        type="search"
        value={typed}
        placeholder={placeholder}
        aria-label={label}
        aria-keyshortcuts="/"
        aria-busy={busy}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') document.querySelector('h1')?.focus()
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
          box.current?.blur()
          if (!flush()) onEnter?.()
        }}
      />
      {!typed && <Keys of="/" />}
    </label>
  )
}

/** What stands in the box: ahead of the address while somebody types. */
function useTyped(value: string, onSearch: Props['onSearch']) {
  const [typed, setTyped] = useState(value)
  const [seen, setSeen] = useState(value)
  /** On its way to the address. */
  const [asked, setAsked] = useState<string[]>([])
  if (seen !== value) {
    setSeen(value)
    setAsked(asked.slice(asked.lastIndexOf(value) + 1))
    // Else the address changed by itself: back, a saved view, "clear".
    if (!asked.includes(value)) setTyped(value)
  }
  const text = typed.trim()
  const ask = (entered: boolean) => {
    setAsked([...asked, text])
    onSearch(text, entered)
  }
  const askLate = useEffectEvent(() => ask(false))
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(askLate, DEBOUNCE_MS)
    return () => clearTimeout(timer)
  }, [text, value])
  /** Asks now for what is typed; false when it was asked already. */
  const flush = () => {
    if (text !== value) ask(true)
    return text !== value
  }
  return { typed, type: setTyped, flush }
}
