import { Button, Modal, Text } from '@mantine/core'
import type { Session } from '../api/types'
import { t } from '../i18n'
import { useFocusBack } from '../ui/useFocusBack'
import { LoginForm } from './LoginForm'

interface Props {
  username: string
  onDone: (session: Session) => void
}

export default function LoginDialog({ username, onDone }: Props) {
  useFocusBack()
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      centered
      title={t('session.endedTitle')}
    >
      <Text size="sm" c="dimmed" mb="md">
        {t('session.endedDetail')}
      </Text>
      <LoginForm username={username} onDone={onDone} />
      <Button variant="subtle" color="gray" fullWidth mt="xs" onClick={() => location.reload()}>
        {t('session.leave')}
      </Button>
    </Modal>
  )
}
