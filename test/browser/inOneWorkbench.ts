// All tests of a workbench in one process, so that they share one. What leaves another colour theme behind comes late, and
// what is in another language last. None of them awaits anything at its top: the tests of the next file would come first.
import './panel.test.ts';
import './hub.test.ts';
import './catalogue.test.ts';
import './localModels.test.ts';
import './sessions.test.ts';
import './colors.test.ts';
import './hiddenText.test.ts';
import './looks.test.ts';
import './chinese.test.ts';
