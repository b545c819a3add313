import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../api/endpoints'
import { presenceOptions } from '../api/queries'
import { t } from '../i18n'
import { listed } from '../lib/intl'
import { useSession } from '../session/useSession'
import { Avatar } from '../ui/Avatar'
import classes from './Live.module.css'

/** Somebody who only passes by with J and K does not look. */
const GLANCE_MS = 1500
const SHOWN = 3

/** Says that I have this ticket open, and shows who else has. */
export function Looking({ ticket }: { ticket: number }) {
  const { mayWrite } = useSession()
  const here = useStays(ticket)
  const { data } = useQuery({ ...presenceOptions(ticket, mayWrite), enabled: here })
  useEffect(() => {
    if (!here || !mayWrite) return
    return () => void api.leave(ticket).catch(() => undefined)
  }, [here, mayWrite, ticket])
  const names = data?.others.map(({ user }) => user.name) ?? []
  if (names.length === 0) return null
  return (
    <span className={classes.looking} title={listed(names)}>
      <span className={classes.faces}>
        {names.slice(0, SHOWN).map((name) => (
          <Avatar key={name} name={name} size={20} />
        ))}
      </span>
      <span className={classes.names}>
        {t('live.looking', { count: names.length, names: listed(names) })}
      </span>
    </span>
  )
}

/** Whether this ticket has been open for longer than a glance. */
function useStays(ticket: number) {
  const [stayed, setStayed] = useState<number | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setStayed(ticket), GLANCE_MS)
    return () => clearTimeout(timer)
  }, [ticket])
  return stayed === ticket
}
