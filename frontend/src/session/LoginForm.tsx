import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, setCsrfToken } from '../api/client'
import { api } from '../api/endpoints'
import { keys } from '../api/queries'
import { t } from '../i18n'
import type { Session } from '../api/types'

interface Props {
  username?: string
  onDone: (session: Session) => void
}

/** Name and password; used by the log-in page and by the dialog over an ended session. */
export function LoginForm({ username = '', onDone }: Props) {
  const client = useQueryClient()
  const [error, setError] = useState('')
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { username, password: '' },
    validate: {
      username: (value) => (value.trim() ? null : t('session.typeName')),
      password: (value) => (value ? null : t('session.typePassword')),
    },
  })

  const submit = form.onSubmit(async (values) => {
    setError('')
    try {
      // A fresh token first: the old one died with the old session.
      setCsrfToken((await api.session()).csrf_token)
      const session = await api.logIn(values.username.trim(), values.password)
      setCsrfToken(session.csrf_token)
      client.setQueryData(keys.session, session)
      onDone(session)
    } catch (problem) {
      setError(problem instanceof ApiError ? problem.message : t('session.wrong'))
    }
  })

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {error && (
          <Alert color="red" variant="light" role="alert" p="sm">
            {error}
          </Alert>
        )}
        <TextInput
          label={t('session.name')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus={username ? undefined : true}
          autoFocus={!username}
          key={form.key('username')}
          {...form.getInputProps('username')}
        />
        <PasswordInput
          label={t('session.password')}
          visibilityToggleButtonProps={{ 'aria-label': t('session.show') }}
          autoComplete="current-password"
          data-autofocus={username ? true : undefined}
          autoFocus={Boolean(username)}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <Button type="submit" size="md" loading={form.submitting} mt={4}>
          {t('session.logIn')}
        </Button>
      </Stack>
    </form>
  )
}
