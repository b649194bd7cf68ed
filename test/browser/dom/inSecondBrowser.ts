// The other half, see inFirstBrowser.ts.
import './modelFile.test.ts';
import './numbers.test.ts';
import './patching.test.ts';
import './scatter.test.ts';
import './session.test.ts';
import './sharedCharacters.test.ts';
import './space.test.ts';
import './spans.test.ts';
import './spanVotes.test.ts';
import './states.test.ts';
import './tour.test.ts';
import './tree.test.ts';
import './waitingAnswers.test.ts';
import './whatIf.test.ts';
