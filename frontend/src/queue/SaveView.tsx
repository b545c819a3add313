import { Button, Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../api/endpoints'
import { keys, savedViewsOptions } from '../api/queries'
import type { SavedView } from '../api/types'
import { t } from '../i18n'
import { announce } from '../lib/live'
import { useSession } from '../session/useSession'
import type { QueueFilters } from './filters'
import classes from './FilterBar.module.css'

interface Props {
  filters: QueueFilters
  saved: string | undefined
  onClose: () => void
}

/** Gives the filters a name, or changes the view that is open. */
export default function SaveView({ filters, saved, onClose }: Props) {
  const client = useQueryClient()
  const navigate = useNavigate({ from: '/queue' })
  const { may, user } = useSession()
  const { data } = useQuery(savedViewsOptions)
  const view = data?.results.find((one) => one.slug === saved)
  const mine = view && (view.shared ? may('acts.share') : view.owner.id === user.id)
  const [name, setName] = useState(mine ? view.name : '')
  const [shared, setShared] = useState(view?.shared ?? false)
  const [deleting, setDeleting] = useState(false)
  const act = useMutation({
    mutationFn: (make: () => Promise<SavedView | undefined>) => make(),
    onSuccess: (kept) => {
      void client.invalidateQueries({ queryKey: keys.savedViews })
      void navigate({ search: (old) => ({ ...old, saved: kept?.slug }), replace: true })
      announce(kept ? t('acts.viewSaved', { name: kept.name }) : t('acts.viewDeleted'))
      onClose()
    },
  })
  const save = () => act.mutate(() => api.saveView(name, filters, shared))
  return (
    <form
      className={classes.panel}
      aria-label={t('queue.saveView')}
      onSubmit={(event) => {
        event.preventDefault()
        if (view && mine)
          act.mutate(() => api.changeView(view.slug, { name, query: filters, shared }))
        else save()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
    >
      <TextInput
        label={t('acts.viewName')}
        value={name}
        maxLength={60}
        required
        data-autofocus
        autoFocus
        error={act.error?.message}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {may('acts.share') && (
        <Checkbox
          label={t('acts.share')}
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
      )}
      {view && mine && deleting ? (
        <div key="delete" className={classes.foot} role="group" aria-labelledby="view-delete">
          <span id="view-delete">
            {t('acts.deleteSure', { name: view.name, shared: String(view.shared) })}
          </span>
          <Button
            size="compact-sm"
            variant="default"
            autoFocus
            aria-describedby="view-delete"
            onClick={() => setDeleting(false)}
          >
            {t('acts.keepView')}
          </Button>
          <Button
            size="compact-sm"
            color="red"
            loading={act.isPending}
            onClick={() => act.mutate(() => api.deleteView(view.slug).then(() => undefined))}
          >
            {t('acts.deleteView')}
          </Button>
        </div>
      ) : (
        <div className={classes.foot}>
          {view && mine && (
            <Button
              size="compact-sm"
              variant="subtle"
              color="red"
              onClick={() => setDeleting(true)}
            >
              {t('acts.deleteView')}…
            </Button>
          )}
          <Button size="compact-sm" type="submit" loading={act.isPending}>
            {t(view && mine ? 'acts.updateView' : 'queue.saveView')}
          </Button>
        </div>
      )}
    </form>
  )
}
