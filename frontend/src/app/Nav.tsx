import { CloseButton } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import { use, type ReactNode } from 'react'
import { Mark } from '../brand/Mark'
import { Keys } from '../keys/Keys'
import {
  BoltIcon,
  HistoryIcon,
  InboxIcon,
  PeopleIcon,
  SearchIcon,
  ShieldIcon,
  TicketIcon,
} from '../ui/icons'
import { VIEWS } from '../lib/words'
import { ShellContext } from './shellContext'
import { UserMenu } from './UserMenu'
import classes from './Nav.module.css'

const VIEW_ICONS: Record<string, ReactNode> = {
  all: <InboxIcon />,
  urgent: <BoltIcon />,
  low_risk: <ShieldIcon />,
  second_review: <PeopleIcon />,
}

export function Nav({ onClose }: { onClose: () => void }) {
  const { openPalette } = use(ShellContext)
  const here = useLocation({ select: (location) => location.pathname === '/queue' })
  const view = useLocation({ select: (location) => location.search.view ?? 'all' })
  return (
    <div className={classes.nav}>
      <div className={classes.brand}>
        <Mark size={26} />
        <span>Handrail</span>
        <CloseButton hiddenFrom="sm" aria-label="Close menu" ml="auto" onClick={onClose} />
      </div>
      <button
        type="button"
        className={classes.search}
        onClick={openPalette}
        aria-keyshortcuts="Control+K"
      >
        <SearchIcon size={15} />
        <span>Go to…</span>
        <Keys of="$mod+k" always />
      </button>
      <p className={classes.heading} id="nav-review">
        Review
      </p>
      <ul className={classes.list} aria-labelledby="nav-review">
        {VIEWS.map((entry) => (
          <li key={entry.view}>
            <Link
              to="/queue"
              search={entry.view === 'all' ? {} : { view: entry.view }}
              className={classes.link}
              activeOptions={{ exact: true }}
              aria-current={here && view === entry.view ? 'page' : undefined}
              onClick={onClose}
            >
              <NavLabel icon={VIEW_ICONS[entry.view]} label={entry.label} keys={entry.keys} />
            </Link>
          </li>
        ))}
        <li>
          <Link to="/decided" className={classes.link} onClick={onClose}>
            <NavLabel icon={<HistoryIcon />} label="My decisions" keys="g d" />
          </Link>
        </li>
      </ul>
      <p className={classes.heading} id="nav-all">
        Everything
      </p>
      <ul className={classes.list} aria-labelledby="nav-all">
        <li>
          <Link to="/tickets" search={{}} className={classes.link} onClick={onClose}>
            <NavLabel icon={<TicketIcon />} label="Tickets" keys="g t" />
          </Link>
        </li>
      </ul>
      <div className={classes.foot}>
        <UserMenu />
      </div>
    </div>
  )
}

function NavLabel({ icon, label, keys }: { icon: ReactNode; label: string; keys: string }) {
  return (
    <>
      {icon}
      <span className={classes.label}>{label}</span>
      <span className={classes.keys}>
        <Keys of={keys} />
      </span>
    </>
  )
}
