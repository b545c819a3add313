import classes from './Avatar.module.css'

/** Initials on one of six calm tints, always the same for the same name. */
export function Avatar({ name, size = 28 }: { name: string; size?: number }) {
  const words = name.trim().split(/\s+/u)
  const initials = (words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')
  const hash = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7)
  return (
    <span
      className={classes.avatar}
      data-tint={hash % 6}
      style={{ width: size, height: size, fontSize: size * 0.38 }}
      aria-hidden="true"
    >
      {initials.toUpperCase()}
    </span>
  )
}
