import { CloseButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { use, type ReactNode } from 'react'
import { POLL_MS, queueOptions, savedViewsOptions } from '../api/queries'
import { t } from '../i18n'
import { Mark } from '../brand/Mark'
import { Keys } from '../keys/Keys'
import {
  BoltIcon,
  ChartIcon,
  GaugeIcon,
  BookIcon,
  ClockIcon,
  HistoryIcon,
  InboxIcon,
  PenIcon,
  PeopleIcon,
  SearchIcon,
  ShieldIcon,
  TicketIcon,
  UserIcon,
} from '../ui/icons'
import { number } from '../lib/intl'
import { LiveBadge } from '../live/LiveBadge'
import { pollEvery } from '../live/state'
import { VIEWS } from '../lib/words'
import { useSession } from '../session/useSession'
import { ShellContext } from './shellContext'
import { UserMenu } from './UserMenu'
import classes from './Nav.module.css'

const VIEW_ICONS: Record<string, ReactNode> = {
  all: <InboxIcon />,
  urgent: <BoltIcon />,
  overdue: <ClockIcon />,
  low_risk: <ShieldIcon />,
  second_review: <PeopleIcon />,
  mine: <UserIcon />,
}

export function Nav({ onClose }: { onClose: () => void }) {
  const { openPalette } = use(ShellContext)
  const here = useLocation({ select: (location) => location.pathname === '/queue' })
  const view = useLocation({ select: (location) => location.search.view ?? 'all' })
  const { may, mayDecide } = useSession()
  const saved = useLocation({ select: (location) => location.search.saved })
  // The queue's page asks for the same list more often; elsewhere the counts may be older.
  const { data: counts } = useQuery({
    ...queueOptions({}),
    select: (queue) => queue.counts,
    refetchInterval: pollEvery(POLL_MS * 3),
    enabled: mayDecide,
  })
  const { data: views } = useQuery({ ...savedViewsOptions, enabled: mayDecide })
  return (
    <div className={classes.nav}>
      <div className={classes.brand}>
        <Mark size={26} />
        <span>Handrail</span>
        <CloseButton
          hiddenFrom="sm"
          aria-label={t('shell.closeMenu')}
          ml="auto"
          onClick={onClose}
        />
      </div>
      <button
        type="button"
        className={classes.search}
        onClick={openPalette}
        aria-keyshortcuts="Control+K"
      >
        <SearchIcon size={15} />
        <span>{t('shell.goTo')}</span>
        <Keys of="$mod+k" always />
      </button>
      <p className={classes.heading} id="nav-review">
        {t('shell.review')}
      </p>
      <ul className={classes.list} aria-labelledby="nav-review">
        {VIEWS.map((entry) => (
          <li key={entry.view}>
            <Link
              to="/queue"
              search={entry.view === 'all' ? {} : { view: entry.view }}
              className={classes.link}
              activeOptions={{ exact: true }}
              aria-current={here && view === entry.view && !saved ? 'page' : undefined}
              onClick={onClose}
            >
              <NavLabel
                icon={VIEW_ICONS[entry.view]}
                label={entry.label}
                keys={entry.keys}
                count={counts?.[entry.view]}
              />
            </Link>
          </li>
        ))}
        {views?.results.map((entry) => (
          <li key={entry.slug}>
            <Link
              to="/queue"
              search={{ ...entry.query, saved: entry.slug }}
              className={classes.link}
              activeOptions={{ exact: true }}
              aria-current={here && saved === entry.slug ? 'page' : undefined}
              title={entry.shared ? t('shell.sharedBy', { name: entry.owner.name }) : undefined}
              onClick={onClose}
            >
              <NavLabel
                icon={entry.shared ? <PeopleIcon /> : <BookIcon />}
                label={entry.name}
                count={entry.count}
              />
            </Link>
          </li>
        ))}
        {Boolean(counts?.undrafted) && (
          <li>
            <Link
              to="/tickets"
              search={{ review_status: 'undrafted' }}
              className={classes.link}
              onClick={onClose}
            >
              <NavLabel icon={<PenIcon />} label={t('shell.undrafted')} count={counts?.undrafted} />
            </Link>
          </li>
        )}
        <li>
          <Link to="/decided" className={classes.link} onClick={onClose}>
            <NavLabel icon={<HistoryIcon />} label={t('shell.decided')} keys="g d" />
          </Link>
        </li>
        <li>
          <Link to="/numbers" search={{}} className={classes.link} onClick={onClose}>
            <NavLabel icon={<ChartIcon />} label={t('shell.numbers')} keys="g n" />
          </Link>
        </li>
      </ul>
      <p className={classes.heading} id="nav-all">
        {t('shell.everything')}
      </p>
      <ul className={classes.list} aria-labelledby="nav-all">
        <li>
          <Link to="/tickets" search={{}} className={classes.link} onClick={onClose}>
            <NavLabel icon={<TicketIcon />} label={t('shell.tickets')} keys="g t" />
          </Link>
        </li>
        {may('admin.view') && (
          <li>
            <Link to="/dashboard" search={{}} className={classes.link} onClick={onClose}>
              <NavLabel icon={<GaugeIcon />} label={t('shell.dashboard')} keys="g b" />
            </Link>
          </li>
        )}
      </ul>
      <div className={classes.foot}>
        <LiveBadge />
        <UserMenu />
      </div>
    </div>
  )
}

interface NavLabelProps {
  icon: ReactNode
  label: string
  keys?: string
  count?: number
}

function NavLabel({ icon, label, keys, count }: NavLabelProps) {
  return (
    <>
      {icon}
      <span className={classes.label}>{label}</span>
      {Boolean(count) && <span className={`${classes.count} hr-num`}>{number(count ?? 0)}</span>}
      {keys && (
        <span className={classes.keys}>
          <Keys of={keys} />
        </span>
      )}
    </>
  )
}
