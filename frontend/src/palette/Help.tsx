import { Modal, Switch } from '@mantine/core'
import { t } from '../i18n'
import { keyName, Keys } from '../keys/Keys'
import { KEYMAP } from '../keys/keymap'
import { setSingleKeys, useSingleKeys } from '../lib/prefs'
import classes from './Help.module.css'

export default function Help({ onClose }: { onClose: () => void }) {
  const on = useSingleKeys()
  return (
    <Modal opened onClose={onClose} title={t('palette.shortcuts')} size={760} centered>
      <div className={classes.groups}>
        {KEYMAP.map((group) => (
          <section key={group.title} aria-label={t(group.title)}>
            <h3 className={classes.title}>{t(group.title)}</h3>
            <dl className={classes.list}>
              {group.keys.map((entry) => (
                <div key={entry.of} className={classes.row}>
                  <dt>
                    <span className="hr-hidden">{entry.of.split('+').map(keyName).join(' ')}</span>
                    <Keys of={entry.of} always />
                  </dt>
                  <dd>{t(entry.does)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch
        mt="lg"
        checked={on}
        onChange={(event) => setSingleKeys(event.currentTarget.checked)}
        label={t('palette.singleKeys')}
        description={t('palette.singleKeysDetail')}
      />
    </Modal>
  )
}
