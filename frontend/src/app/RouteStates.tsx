import { Button } from '@mantine/core'
import { Link, type ErrorComponentProps } from '@tanstack/react-router'
import { t } from '../i18n'
import { StateScreen } from '../ui/StateScreen'

export function NotFound() {
  return (
    <StateScreen title={t('shell.noPage')} detail={t('shell.noPageDetail')}>
      <Button component={Link} to="/queue">
        {t('shell.toQueue')}
      </Button>
    </StateScreen>
  )
}

/** A broken page keeps the shell: everything else still works. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  return (
    <StateScreen
      tone="bad"
      title={t('shell.stumbled')}
      detail={t('shell.stumbledDetail', {
        error: error instanceof Error ? error.message : t('shell.unknownError'),
      })}
    >
      <Button onClick={reset}>{t('common.tryAgain')}</Button>
      <Button variant="default" onClick={() => location.reload()}>
        {t('shell.reload')}
      </Button>
    </StateScreen>
  )
}
