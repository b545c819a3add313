import { t, type MessageId } from '../i18n'
import { useSingleKeys } from '../lib/prefs'
import classes from './Keys.module.css'

const NAMES: Record<string, MessageId> = {
  $mod: 'common.keyControl',
  Enter: 'common.keyEnter',
  Escape: 'common.keyEscape',
}

/** How a key is called on the keyboards of the person's language. */
export const keyName = (part: string) =>
  NAMES[part] ? t(NAMES[part]) : part.length === 1 ? part.toUpperCase() : part

/** The key of a command, shown beside it. Hidden from screen readers: buttons carry aria-keyshortcuts. */
export function Keys({ of, always = false }: { of: string; always?: boolean }) {
  const on = useSingleKeys()
  if (!on && !always) return null
  return (
    <span className={classes.keys} aria-hidden="true">
      {of.split(' ').map((press, index) => (
        <kbd key={index} className={classes.key}>
          {press.split('+').map(keyName).join('\u2009')}
        </kbd>
      ))}
    </span>
  )
}
