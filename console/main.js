// The page around the views: the current view, the mock's availability, active faults and rules, and the
// keys.
import { store } from './base/store.js';
import './views/shell.js';

store.start();
