// Everything about the panel, in one process, so that the tests share a workbench.
import './panel/journey.ts';
import './panel/page.ts';
import './panel/stops.ts';
import './panel/lab.ts';
import './panel/contextXray.ts';
import './panel/modelFile.ts';
