import { use } from 'react'
import { useSession } from '../session/useSession'
import { Avatar } from '../ui/Avatar'
import { GearIcon } from '../ui/icons'
import { ShellContext } from './shellContext'
import classes from './UserMenu.module.css'

export function UserMenu() {
  const { user } = useSession()
  const { openSettings } = use(ShellContext)
  return (
    <button type="button" className={classes.user} aria-haspopup="dialog" onClick={openSettings}>
      <Avatar name={user.name} />
      <span className={classes.who}>
        <b>{user.name}</b>
        <span>{user.role}</span>
      </span>
      <GearIcon size={15} />
      <span className="hr-hidden">Settings and log out</span>
    </button>
  )
}
