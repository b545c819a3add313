import { addPart } from '..'
import texts from '../en/acts.json'

addPart('acts', texts)
