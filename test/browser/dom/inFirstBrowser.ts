// Half of the tests of pages without a workbench in one process, so that they share a browser, a page and an engine;
// inSecondBrowser.ts has the others. None of them awaits anything at its top.
import './besideAttention.test.ts';
import './compare.test.ts';
import './context.test.ts';
import './contextCounted.test.ts';
import './controls.test.ts';
import './distance.test.ts';
import './correctedAttention.test.ts';
import './deltaRule.test.ts';
import './dom.test.ts';
import './experts.test.ts';
import './header.test.ts';
import './keyboard.test.ts';
import './lab.test.ts';
import './mattered.test.ts';
import './mergeReplay.test.ts';
import './page.test.ts';
import './places.test.ts';
