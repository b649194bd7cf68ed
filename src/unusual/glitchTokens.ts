// Tokens that are reported to have hardly been trained: their texts were in the data that the vocabulary was made from, and
// not in what the models read. The lists were put together here after the reports that are named; each token is an entry
// of its vocabulary under that id, and whether a model was trained on it was not measured. Knows ids and texts, no model.

/**
 * Vocabularies of 50,257 entries (r50k_base, which GPT-2's and GPT-J's tokenizer.json have too, and p50k_base). Rumbelow
 * and Watkins 2023, "SolidGoldMagikarp (plus, prompt generation)", lesswrong.com/posts/aPeJE8bSo6rAFoLqg.
 */
const GPT_2: readonly (readonly [id: number, text: string])[] = [
  [17900, ' Dragonbound'],
  [18472, ' guiActive'],
  [23282, ' davidjl'],
  [24934, 'ForgeModLoader'],
  [25992, ' 裏覚醒'],
  [28666, 'PsyNetMessage'],
  [29372, ' guiActiveUn'],
  [30202, ' guiName'],
  [30210, ' guiActiveUnfocused'],
  [30211, ' guiIcon'],
  [30898, 'embedreportprint'],
  [30899, 'cloneembedreportprint'],
  [30905, 'rawdownload'],
  [30906, 'rawdownloadcloneembedreportprint'],
  [31032, 'SpaceEngineers'],
  [31576, 'externalActionCode'],
  [31666, '?????-?????-'],
  [31765, 'MpServer'],
  [33454, '龍喚士'],
  [35207, ' attRot'],
  [35579, ' Mechdragon'],
  [36173, ' RandomRedditor'],
  [36174, ' RandomRedditorWithNo'],
  [37444, ' petertodd'],
  [37574, 'StreamerBot'],
  [37579, 'TPPStreamerBot'],
  [38250, ' Skydragon'],
  [39142, 'ThumbnailImage'],
  [39165, 'catentry'],
  [39177, 'ItemThumbnailImage'],
  [39253, ' UCHIJ'],
  [39749, 'DeliveryDate'],
  [39752, 'quickShip'],
  [39753, 'quickShipAvailable'],
  [39755, 'isSpecialOrderable'],
  [39756, 'inventoryQuantity'],
  [39757, 'channelAvailability'],
  [39803, 'soType'],
  [39821, '龍契士'],
  [40240, 'oreAndOnline'],
  [40241, 'InstoreAndOnline'],
  [40242, 'BuyableInstoreAndOnline'],
  [41380, 'natureconservancy'],
  [41383, 'assetsadobe'],
  [41551, 'Downloadha'],
  [42066, 'Nitrome'],
  [42089, ' TheNitrome'],
  [42090, ' TheNitromeFan'],
  [42424, 'DragonMagazine'],
  [43177, 'EStreamFrame'],
  [43453, ' SolidGoldMagikarp'],
  [44686, 'ーティ'],
  [45544, ' サーティ'],
  [45545, ' サーティワン'],
  [47198, 'ItemTracker'],
  [50009, ' strutConnector'],
  [50216, ' Leilan'],
];

/** cl100k_base. Land and Bartolo 2024, "Fishing for Magikarp", https://arxiv.org/abs/2405.05417. */
const CL100K: readonly (readonly [id: number, text: string])[] = [
  [72740, ' typingsJapgolly'],
  [80369, ' ForCanBeConverted'],
  [80370, ' ForCanBeConvertedToF'],
  [85069, 'PostalCodesNL'],
  [85071, '$PostalCodesNL'],
  [87914, ' YYSTACK'],
  [89472, 'useRalative'],
  [89473, 'useRalativeImagePath'],
  [97784, ' JSBracketAccess'],
  [99944, ' davidjl'],
];

const KNOWN: ReadonlySet<string> = new Set([...GPT_2, ...CL100K].map(([id, text]) => `${id} ${text}`));

/** Whether id and text together are those of such a token: another vocabulary has another text under the id. */
export function isKnownGlitch(id: number, text: string | undefined): boolean {
  return text !== undefined && KNOWN.has(`${id} ${text}`);
}
