// What stops draw only of models whose layers are not all attention to the whole text. It is loaded with the first of them: most
// models need nothing of it. Knows no model.
import './attention/stateExhibit.ts';
import './attention/stateMap.ts';
import './attention/tapsExhibit.ts';
