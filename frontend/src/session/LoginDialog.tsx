import { Button, Modal, Text } from '@mantine/core'
import type { Session } from '../api/types'
import { LoginForm } from './LoginForm'

interface Props {
  username: string
  onDone: (session: Session) => void
}

export default function LoginDialog({ username, onDone }: Props) {
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      centered
      title="Your session has ended"
    >
      <Text size="sm" c="dimmed" mb="md">
        Log in again to go on. What you typed is still here behind this dialog, and nothing was sent
        without you.
      </Text>
      <LoginForm username={username} onDone={onDone} />
      <Button variant="subtle" color="gray" fullWidth mt="xs" onClick={() => location.reload()}>
        Leave and start over
      </Button>
    </Modal>
  )
}
