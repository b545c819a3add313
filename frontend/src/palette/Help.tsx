import { Modal, Switch } from '@mantine/core'
import { Keys } from '../keys/Keys'
import { KEYMAP } from '../keys/keymap'
import { setSingleKeys, useSingleKeys } from '../lib/prefs'
import classes from './Help.module.css'

export default function Help({ onClose }: { onClose: () => void }) {
  const on = useSingleKeys()
  return (
    <Modal opened onClose={onClose} title="Keyboard shortcuts" size={760} centered>
      <div className={classes.groups}>
        {KEYMAP.map((group) => (
          <section key={group.title} aria-label={group.title}>
            <h3 className={classes.title}>{group.title}</h3>
            <dl className={classes.list}>
              {group.keys.map((entry) => (
                <div key={entry.of} className={classes.row}>
                  <dt>
                    <span className="hr-hidden">{entry.of.replace('$mod', 'Control')}</span>
                    <Keys of={entry.of} always />
                  </dt>
                  <dd>{entry.does}</dd>
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
        label="Single-letter shortcuts"
        description="They never act while you type. Chords with Ctrl work either way."
      />
    </Modal>
  )
}
