import { addPart } from '..'
import texts from '../en/palette.json'

addPart('palette', texts)
