import { use } from 'react'
import { t } from '../i18n'
import { ROLE_WORDS } from '../lib/words'
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
        <span>{ROLE_WORDS[user.role]}</span>
      </span>
      <GearIcon size={15} />
      <span className="hr-hidden">{t('shell.settingsAndLogOut')}</span>
    </button>
  )
}
