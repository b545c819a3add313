import {
  Button,
  Modal,
  Switch,
  useMantineColorScheme,
  type MantineColorScheme,
} from '@mantine/core'
import { api } from '../api/endpoints'
import { sweepDrafts } from '../lib/drafts'
import { setSingleKeys, useSingleKeys } from '../lib/prefs'
import { useSession } from '../session/useSession'
import { Choice } from '../ui/Choice'
import classes from './Settings.module.css'

const THEMES: { value: MantineColorScheme; label: string }[] = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'As the system' },
]

/** What a person may set for themselves, and the way out. */
export default function Settings({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const { user, config } = useSession()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const singleKeys = useSingleKeys()
  const logOut = async () => {
    sweepDrafts(true)
    await api.logOut().catch(() => undefined)
    location.assign('/')
  }
  return (
    <Modal opened onClose={onClose} title="Settings" size={460} centered>
      <div className={classes.rows}>
        <div className={classes.row}>
          <div>
            <b>{user.name}</b>
            <p>
              {user.username}, {user.role}
            </p>
          </div>
          <Button variant="default" onClick={() => void logOut()}>
            Log out
          </Button>
        </div>
        <div className={classes.row}>
          <b aria-hidden="true">Theme</b>
          <Choice label="Theme" value={colorScheme} onChange={setColorScheme} options={THEMES} />
        </div>
        <div className={classes.row}>
          <div>
            <label htmlFor="single-keys">
              <b>Single-letter shortcuts</b>
            </label>
            <p>They never act while you type. Chords with Ctrl work either way.</p>
          </div>
          <Switch
            id="single-keys"
            checked={singleKeys}
            onChange={(event) => setSingleKeys(event.currentTarget.checked)}
          />
        </div>
        <div className={classes.row}>
          <div>
            <b>Keyboard</b>
            <p>Everything here works without a mouse.</p>
          </div>
          <Button variant="default" onClick={onHelp}>
            Show all shortcuts
          </Button>
        </div>
        {config && <p className={classes.note}>{config.provider_note}</p>}
      </div>
    </Modal>
  )
}
