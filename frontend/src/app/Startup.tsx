import { Button } from '@mantine/core'
import { t } from '../i18n'
import { Mark } from '../brand/Mark'
import { StateScreen } from '../ui/StateScreen'

export function StartupSkeleton() {
  return (
    <main aria-busy="true" style={{ minHeight: '100dvh', display: 'grid', placeItems: 'center' }}>
      <span className="hr-hidden">{t('shell.loading')}</span>
      <Mark size={44} />
    </main>
  )
}

interface ErrorProps {
  error: Error
  onRetry: () => void
  busy: boolean
}

export function StartupError({ error, onRetry, busy }: ErrorProps) {
  return (
    <main style={{ minHeight: '100dvh', display: 'grid', placeItems: 'center' }}>
      <StateScreen title={t('shell.noAnswer')} detail={error.message} tone="bad">
        <Button onClick={onRetry} loading={busy}>
          {t('common.tryAgain')}
        </Button>
      </StateScreen>
    </main>
  )
}
