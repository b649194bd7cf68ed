// What shows inside text editors, from the sources themselves: where a text stands and where its tokens do, while its
// document is edited. What is drawn cannot be read back here; the browser's tests look at it.
import './chosenText.ts';
import './followedText.ts';
import './explainedText.ts';
import './tokenHover.ts';
import './boundaries.ts';
import './unusualText.ts';
import './revealToken.ts';
import './counts.ts';
import './documentCounts.ts';
import './settings.ts';
import './lenses.ts';
import './budget.ts';
import './languageModels.ts';
import './documentColors.ts';
import './languageChange.ts';
import './tooLarge.ts';
