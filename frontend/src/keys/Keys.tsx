import { useSingleKeys } from '../lib/prefs'
import classes from './Keys.module.css'

const GLYPHS: Record<string, string> = { $mod: 'Ctrl', Enter: 'Enter', Escape: 'Esc' }

/** The key of a command, shown beside it. Hidden from screen readers: buttons carry aria-keyshortcuts. */
export function Keys({ of, always = false }: { of: string; always?: boolean }) {
  const on = useSingleKeys()
  if (!on && !always) return null
  return (
    <span className={classes.keys} aria-hidden="true">
      {of.split(' ').map((press, index) => (
        <kbd key={index} className={classes.key}>
          {press
            .split('+')
            .map((part) => GLYPHS[part] ?? (part.length === 1 ? part.toUpperCase() : part))
            .join('\u2009')}
        </kbd>
      ))}
    </span>
  )
}
