// The hosts of the webviews, from the sources themselves, as far as they can be asked without a webview that answers.
import './savedText.ts';
import './html.ts';
import './saveFile.ts';
import './insertBehind.ts';
import './ghostText.ts';
import './openVector.ts';
import './openedAgain.ts';
import './restored.ts';
import './side.ts';
import './memory.ts';
import './contextXray.ts';
import './countedFiles.ts';
