import { Burger } from '@mantine/core'
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { AIBanner } from '../ai/AIBanner'
import { Mark } from '../brand/Mark'
import { t } from '../i18n'
import { useKeys } from '../keys/useKeys'
import { DecisionToast } from '../review/DecisionToast'
import { useDecisions } from '../review/DecisionsProvider'
import { RevealSlot } from '../vigilance/RevealSlot'
import { announce } from '../lib/live'
import { useOnline } from '../lib/useOnline'
import { OfflineIcon } from '../ui/icons'
import { Nav } from './Nav'
import { ShellContext, type Overlay } from './shellContext'
import { useOverlay } from './useOverlay'
import classes from './Shell.module.css'

const Palette = lazy(() => import('../palette/Palette'))
const Help = lazy(() => import('../palette/Help'))
const LastTen = lazy(() => import('../flow/LastTen'))
const Settings = lazy(() => import('../palette/Settings'))

export function Shell() {
  const [menu, setMenu] = useState(false)
  const { overlay, open, close } = useOverlay()
  const online = useOnline()
  const path = useLocation({ select: (location) => location.pathname })
  useEffect(() => setMenu(false), [path])
  useShellKeys(open)
  const context = useMemo(
    () => ({
      openHelp: () => open('help'),
      openPalette: () => open('palette'),
      openSettings: () => open('settings'),
    }),
    [open],
  )

  return (
    <ShellContext value={context}>
      <a className={classes.skip} href="#main">
        {t('shell.skip')}
      </a>
      <div className={classes.shell}>
        <header className={classes.header}>
          <Burger
            opened={menu}
            onClick={() => setMenu(!menu)}
            size="sm"
            aria-label={t(menu ? 'shell.closeMenu' : 'shell.openMenu')}
          />
          <Mark size={24} />
          <span className={classes.name}>Handrail</span>
        </header>
        <nav aria-label={t('shell.main')} className={classes.navbar} data-open={menu || undefined}>
          <Nav onClose={() => setMenu(false)} />
        </nav>
        <main id="main" tabIndex={-1} className={classes.main}>
          {!online && (
            <div className={classes.offline} role="alert">
              <OfflineIcon /> {t('shell.offline')}
            </div>
          )}
          <AIBanner />
          <div className={classes.page}>
            <Outlet />
          </div>
        </main>
      </div>
      <DecisionToast />
      <RevealSlot />
      <Suspense fallback={null}>
        {overlay === 'palette' && <Palette onClose={close} onOpen={open} />}
        {overlay === 'settings' && <Settings onClose={close} onHelp={() => open('help')} />}
        {overlay === 'last' && <LastTen onClose={close} />}
        {overlay === 'help' && <Help onClose={close} />}
      </Suspense>
    </ShellContext>
  )
}

/** Keys that work on every page. */
function useShellKeys(open: (overlay: Overlay) => void) {
  const navigate = useNavigate()
  const { store } = useDecisions()
  useKeys({ '$mod+k': () => open('palette') }, { everywhere: true })
  useKeys({
    'Shift+?': () => open('help'),
    '?': () => open('help'),
    h: () => open('last'),
    z: () => {
      if (!store.undo()) announce(t('shell.nothingToUndo'))
    },
    'g q': () => void navigate({ to: '/queue', search: {} }),
    'g u': () => void navigate({ to: '/queue', search: { view: 'urgent' } }),
    'g o': () => void navigate({ to: '/queue', search: { view: 'overdue' } }),
    'g l': () => void navigate({ to: '/queue', search: { view: 'low_risk' } }),
    'g s': () => void navigate({ to: '/queue', search: { view: 'second_review' } }),
    'g m': () => void navigate({ to: '/queue', search: { view: 'mine' } }),
    'g d': () => void navigate({ to: '/decided' }),
    'g n': () => void navigate({ to: '/numbers', search: {} }),
    'g b': () => void navigate({ to: '/dashboard', search: {} }),
    'g t': () => void navigate({ to: '/tickets', search: {} }),
  })
}
